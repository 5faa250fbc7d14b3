/** What the user may have to act on. The code is API; the message is for people. */
export type ErrorCode = 'disconnected' | 'busy' | 'unknown-request' | 'unexpected';

export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'AppError';
    this.code = code;
  }
}

export interface SerializedError {
  readonly code: ErrorCode;
  readonly message: string;
}

export function serializeError(error: unknown): SerializedError {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}

export function deserializeError({ code, message }: SerializedError): AppError {
  return new AppError(code, message);
}

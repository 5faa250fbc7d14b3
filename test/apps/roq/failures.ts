import type { ServerResponse } from 'node:http';
import type { RoqState } from './state.ts';

export const REFETCH_PATH = '/api/auth/refetch-session';
export const REFRESH_PATH = '/api/refresh';

export const isRefresh = (path: string) => path === REFETCH_PATH || path === REFRESH_PATH;

interface Elsewhere {
  /** The page, as text. */
  html: string;
  /** ROQ's sign-in page. */
  signInUrl: string;
}

/** Answers a refetch in the handler's place; false when the handler shall answer. */
export async function answerInstead(
  state: RoqState,
  response: ServerResponse,
  path: string,
  { html, signInUrl }: Elsewhere,
): Promise<boolean> {
  const send = (status: number, headers: Record<string, string>, body = '') => {
    response.writeHead(status, headers).end(body);
    return true;
  };
  const sendHtml = (status: number, body: string) => send(status, { 'content-type': 'text/html; charset=utf-8' }, body);

  if (state.hold) await state.hold.promise;
  switch (state.failure) {
    case 'redirect':
      return send(307, { location: '/login' });
    case 'redirect-away':
      return send(307, { location: signInUrl });
    case 'html':
      return sendHtml(200, html);
    case 'server-error':
      return sendHtml(500, '<!doctype html><title>500: Internal Server Error</title>Internal Server Error');
    case 'not-found':
      if (path === REFRESH_PATH) return false;
      return sendHtml(404, '<!doctype html><title>404: This page could not be found.</title>Not found');
    case 'drop':
      response.destroy();
      return true;
    default:
      return false;
  }
}

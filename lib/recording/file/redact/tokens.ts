import { decodeToken, type DecodedToken } from '@/lib/token/decode.ts';
import { encodeToken } from '@/lib/token/encode.ts';
import { isRecord } from '@/lib/token/json.ts';
import type { FileToken } from '../schema.ts';
import type { Pseudonyms } from './pseudonyms.ts';

export interface TokenRedactor {
  /** Of a compact token: readable as before, and with another signature. */
  readonly token: (raw: string) => string;
  /** What has been learned since counts from the first token on. */
  readonly again: () => void;
  /** What its tokens say, by the token as it is redacted. */
  readonly table: ReadonlyMap<string, FileToken>;
}

/** `json` redacts what stands in a header or in claims. */
export function createTokenRedactor(pseudonyms: Pseudonyms, json: (value: unknown) => unknown): TokenRedactor {
  /** By the raw token. */
  const decoded = new Map<string, DecodedToken>();
  const redacted = new Map<string, string>();
  const table = new Map<string, FileToken>();

  const record = (value: unknown): FileToken['header'] => {
    const made = json(value);
    return isRecord(made) ? made : {};
  };

  function decode(raw: string): DecodedToken {
    const token = decoded.get(raw) ?? decodeToken(raw);
    decoded.set(raw, token);
    return token;
  }

  function redact(raw: string): string {
    const token = decode(raw);
    switch (token.format) {
      case 'opaque':
        return raw.split('.').map(pseudonyms.ofValue).join('.');
      case 'jwe': {
        const [, ...parts] = raw.split('.');
        const header = encodeToken(record(token.header), {}, '').split('.', 1)[0];
        return [header, ...parts.map((part) => part && pseudonyms.ofSignature(part, part.length))].join('.');
      }
      case 'jws': {
        const header = record(token.header);
        const claims = record(token.claims);
        const unsigned = encodeToken(header, claims, '');
        const original = raw.slice(raw.lastIndexOf('.') + 1);
        // As long as the token was, since sizes are what some faults are about.
        const signature = original && pseudonyms.ofSignature(original, raw.length - unsigned.length);
        table.set(unsigned + signature, { header, claims, signature });
        return unsigned + signature;
      }
    }
  }

  return {
    token(raw) {
      const known = redacted.get(raw);
      if (known !== undefined) return known;
      const made = redact(raw);
      redacted.set(raw, made);
      return made;
    },
    again() {
      redacted.clear();
      table.clear();
    },
    table,
  };
}

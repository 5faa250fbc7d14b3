import { providers } from '@/lib/providers/index.ts';
import { isRecord, parseJson } from '@/lib/token/json.ts';
import { textWithoutTokens } from '@/lib/token/redact.ts';
import type { HarEntry } from './har.ts';

const MAX_TEXT = 200;

/** A refusal that says what it is about is short. Characters. */
const MAX_BODY = 64 * 1024;

/** Members by which backends say what became of a session; never a whole body. */
const MEMBERS = ['code', 'error', 'message', 'reason', 'status', 'success', 'type'];

/** What a response says of the session: the headers that providers ask for, and a few members of a refusal's body. */
export function saidIn({ request, response }: HarEntry, body: string | undefined): Record<string, string> {
  const wanted = new Set(providers.flatMap(({ verdicts }) => verdicts?.headers ?? []));
  const headers = response.headers
    .map(({ name, value }) => [name.toLowerCase(), bounded(value)] as const)
    .filter(([name]) => wanted.has(name));
  const members = response.status >= 400 || speaksAt(request.url) ? membersOf(body) : [];
  return Object.fromEntries([...headers, ...members]);
}

function speaksAt(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && providers.some(({ verdicts }) => verdicts?.speaksAt(url));
}

function membersOf(body: string | undefined): (readonly [name: string, value: string])[] {
  const json = body === undefined || body.length > MAX_BODY ? undefined : parseJson(body);
  if (!isRecord(json)) return [];
  // Clerk's Frontend API lists its errors; the first one counts.
  const [first] = Array.isArray(json['errors']) ? (json['errors'] as unknown[]) : [];
  return [json, isRecord(first) ? first : {}].flatMap((record, index) =>
    MEMBERS.flatMap((name) => {
      const value = Object.hasOwn(record, name) ? record[name] : undefined;
      const said = typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
      return said ? [[`body.${index === 0 ? '' : 'errors.0.'}${name}`, bounded(String(value))] as const] : [];
    }),
  );
}

const bounded = (text: string) => textWithoutTokens(text).slice(0, MAX_TEXT);

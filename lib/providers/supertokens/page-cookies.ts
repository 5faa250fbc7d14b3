import { textOrNull } from '../page.ts';

/** What `sFrontToken` says, as far as it is of the shape that it should be. */
export interface FrontToken {
  readonly user: string | null;
  readonly handle: string | null;
  readonly email: string | null;
  /** Milliseconds since 1970. */
  readonly expiry: number | null;
  /** API domain and base path. */
  readonly issuer: string | null;
}

export function readCookie(page: Window, name: string): string | undefined {
  const pairs = String(page.document.cookie ?? '').split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Undefined where there is none. Throws where it is no base64 of JSON. */
export function readFrontToken(page: Window): FrontToken | undefined {
  const value = readCookie(page, 'sFrontToken');
  if (value === undefined || value === '') return undefined;
  const bytes = Uint8Array.from(atob(decodeURIComponent(value)), (char) => char.charCodeAt(0));
  const { uid, ate, up } = (JSON.parse(new TextDecoder().decode(bytes)) ?? {}) as Record<string, unknown>;
  const claims = (typeof up === 'object' && up !== null ? up : {}) as Record<string, unknown>;
  return {
    user: textOrNull(uid),
    handle: textOrNull(claims['sessionHandle']),
    email: textOrNull(claims['email']),
    expiry: typeof ate === 'number' && Number.isFinite(ate) ? ate : null,
    issuer: issuerIn(claims['iss']),
  };
}

function issuerIn(value: unknown): string | null {
  const text = textOrNull(value);
  return text !== null && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
    ? text.replace(/\/$/, '')
    : null;
}

export const refreshUrlOf = (issuer: string) => `${issuer}/session/refresh`;

const NEVER = 'Fri, 31 Dec 9999 23:59:59 GMT';
const LONG_AGO = 'Thu, 01 Jan 1970 00:00:00 GMT';

/** Where each header of an answer goes. */
const KEPT: readonly (readonly [header: string, cookie: string])[] = [
  ['anti-csrf', 'sAntiCsrf'],
  ['st-access-token', 'st-access-token'],
  ['st-refresh-token', 'st-refresh-token'],
];

/**
 * Does with an answer's headers what the SDK would (`supertokens-website` 20.1.6, fetch.js), where none is there to:
 * else an anti-CSRF or header token that is used up stays, and the next refresh signs the user out.
 */
export async function keepTokens(page: Window, headers: Headers): Promise<void> {
  const domain = await domainOfSession(page);
  const write = (name: string, value: string, expires: string) => {
    page.document.cookie = `${name}=${value};expires=${expires};${domain}path=/;samesite=lax`;
  };
  const front = headers.get('front-token');
  if (front === 'remove') {
    for (const name of ['sFrontToken', 'st-last-access-token-update', ...KEPT.map(([, cookie]) => cookie)]) {
      write(name, '', LONG_AGO);
    }
    return;
  }
  for (const [header, cookie] of KEPT) {
    const value = headers.get(header);
    if (value !== null) write(cookie, value, value === '' ? LONG_AGO : NEVER);
  }
  if (front === null) return;
  write('st-last-access-token-update', String(Date.now()), NEVER);
  write('sFrontToken', front, NEVER);
}

/** An app can share its session with its subdomains; a second cookie beside the shared one would hide it. */
async function domainOfSession(page: Window): Promise<string> {
  const { cookieStore } = page as { cookieStore?: { get: (name: string) => Promise<{ domain?: unknown } | null> } };
  const domain = textOrNull((await cookieStore?.get('sFrontToken').catch(() => null))?.domain);
  return domain === null ? '' : `domain=${domain};`;
}

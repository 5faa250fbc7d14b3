import type { SuperTokensApp, TransferMode } from './server.ts';

export interface Answer {
  status: number;
  body: unknown;
  headers: Headers;
  /** What `front-token` says, when it came and is one. */
  front: FrontToken | undefined;
}

interface FrontToken {
  uid: string;
  ate: number;
  up: Record<string, unknown> & { iat: number; exp: number; role: string };
}

export type Client = ReturnType<typeof createClient>;

/** A browser with the SDK in it, as far as the wire shows one. It never refreshes by itself. */
export function createClient(app: SuperTokensApp, mode: TransferMode) {
  const cookies = new Map<string, string>();
  const tokens = new Map<string, string>();

  function remember(headers: Headers): void {
    for (const cookie of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    for (const name of ['st-access-token', 'st-refresh-token', 'anti-csrf']) {
      const value = headers.get(name);
      if (value !== null) tokens.set(name, value);
    }
  }

  async function send(method: string, path: string, body?: object, bearer = 'st-access-token'): Promise<Answer> {
    const antiCsrf = tokens.get('anti-csrf');
    const response = await fetch(app.apiUrl + path, {
      method,
      body: body ? JSON.stringify(body) : null,
      headers: {
        rid: 'session',
        'st-auth-mode': mode,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(tokens.get(bearer) && { authorization: `Bearer ${tokens.get(bearer)}` }),
        ...(antiCsrf && { 'anti-csrf': antiCsrf }),
      },
    });
    remember(response.headers);
    const { status, headers } = response;
    return { status, headers, body: await response.json(), front: frontTokenIn(headers) };
  }

  return {
    signIn: () => send('POST', '/api/sign-in', {}),
    me: () => send('GET', '/api/me'),
    post: (path: string, body: object) => send('POST', path, body),
    refresh: () => send('POST', '/auth/session/refresh', undefined, 'st-refresh-token'),
    forget: (token: string) => tokens.delete(token),
  };
}

function frontTokenIn(headers: Headers): FrontToken | undefined {
  const value = headers.get('front-token');
  if (value === null || value === 'remove') return undefined;
  return JSON.parse(Buffer.from(value, 'base64').toString()) as FrontToken;
}

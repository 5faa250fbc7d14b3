import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HttpAnswer } from '@/lib/providers/page.ts';
import { readResponse } from '@/lib/providers/roq/response.ts';
import { deepJson } from '../../token/samples.ts';
import { makeAccessToken } from './tokens.ts';

const SESSION = {
  id: 'session_1',
  roqAccessToken: makeAccessToken(),
  roqUserId: 'user_1',
  user: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com', roles: ['admin'], tenantId: 'acme' },
  iat: 1_000,
  exp: 87_400,
};
const AUTHENTICATED = JSON.stringify({ session: SESSION, status: 'authenticated' });

const answer = (body: string, http: Partial<HttpAnswer> = {}): HttpAnswer => ({
  status: 200,
  url: 'http://localhost/api/auth/refetch-session',
  redirected: false,
  contentType: 'application/json',
  body,
  ...http,
});
const read = (body: object | string, http: Partial<HttpAnswer> = {}) => {
  const { facts, reasons, ...rest } = readResponse(
    answer(typeof body === 'string' ? body : JSON.stringify(body), http),
  );
  return {
    ...rest,
    reasons: reasons.join('\n'),
    facts: Object.fromEntries(facts.map((fact) => [fact.name, fact.value])),
  };
};

it('tells a success, with what the session says, and that the app’s state does not know', () => {
  expect(read(AUTHENTICATED)).toEqual({
    tone: 'good',
    headline: 'Session refetched',
    offersReload: true,
    reasons: expect.stringMatching(/React state is not updated .* Reload the page/),
    facts: {
      'HTTP status': 200,
      status: 'authenticated',
      'session.id': 'session_1',
      roqUserId: 'user_1',
      user: { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' },
      roles: ['admin'],
      tenantId: 'acme',
      iat: 1_000,
      exp: 87_400,
      roqAccessToken: '…',
    },
  });
});

it('tells a success of a session without a user', () => {
  expect(read({ session: { id: 's' }, status: 'authenticated' })).toMatchObject({ headline: 'Session refetched' });
});

const HTML = '<!doctype html><title>Page</title>';
const html = { contentType: 'text/html; charset=utf-8' };

it.each<[string, object | string, Partial<HttpAnswer>, string, RegExp]>([
  ['nobody', { session: null, status: 'unauthenticated' }, {}, 'The app saw no session cookie', /no roq-session-token/],
  [
    'a failure with status 200',
    { success: false, error: 'Request failed with status code 401' },
    {},
    'Refetch failed, in spite of its 200',
    /success: false, “Request failed with status code 401”/,
  ],
  [
    'a refusal of the platform',
    { success: false, error: 'JWTs must use Compact JWS serialization, JWT must be a string' },
    {},
    'Refetch failed, in spite of its 200',
    /takes this refresh token no more/,
  ],
  ['a failure without a word', { success: false }, {}, 'Refetch failed, in spite of its 200', /says success: false\./],
  [
    'a malformed token',
    { code: 'TOKEN_MALFORMED', message: 'The token is malformed' },
    { status: 401 },
    'The session cookie is not accepted, 401 TOKEN_MALFORMED',
    /ROQ_API_KEY.*\n.*clears the cookie/,
  ],
  [
    'an expired session',
    { code: 'SESSION_EXPIRED', message: 'The session has expired' },
    { status: 401 },
    'The session has expired, 401 SESSION_EXPIRED',
    /only as long as it is live.*\n.*clears the cookie/,
  ],
  [
    'another code',
    { code: 'AUTH_FAILED' },
    { status: 401 },
    'The app refused, 401 AUTH_FAILED',
    /no ending of a refetch/,
  ],
  ['a redirect', '', { status: 0, redirected: true }, 'The endpoint redirects', /not followed/],
  ['a page', HTML, html, 'A page instead of JSON, 200', /“Refetch session…”/],
  ['no JSON', 'ok', { contentType: 'text/plain' }, 'No JSON, 200', /cannot be read as JSON/],
  ['nothing', '', { status: 204, contentType: null }, 'No JSON, 204', /cannot be read as JSON/],
  ['no such path', HTML, { ...html, status: 404 }, 'Not found, 404', /path is wrong.*“Refetch session…”/],
  ['no such path, in JSON', { code: 'x' }, { status: 404 }, 'Not found, 404', /path is wrong/],
  [
    'a path that RoqAuth does not serve',
    { error: 'An invalid path was requested' },
    { status: 500 },
    'Not a path of RoqAuth, 500',
    /path is wrong.*“Refetch session…”/,
  ],
  ['no GET', '', { status: 405 }, 'GET is not allowed, 405', /does not export GET/],
  ['a broken server', HTML, { ...html, status: 500 }, 'The server failed, 500', /server’s log/],
  ['a refusal', {}, { status: 403 }, 'The server refused, 403', /cookie is untouched/],
  ['another JSON', { user: 1 }, {}, 'Not an answer of ROQ, 200', /another endpoint/],
  ['a session of another make', { session: {}, status: 'authenticated' }, {}, 'Not an answer of ROQ, 200', /neither/],
  ['a list', '[1]', {}, 'Not an answer of ROQ, 200', /neither/],
  ['JSON that is too deep', deepJson(), {}, 'No JSON, 200', /cannot be read as JSON/],
])('tells %s', (_, body, http, headline, reasons) => {
  const reading = read(body, http);

  expect(reading).toMatchObject({ tone: 'bad', headline });
  expect(reading.reasons).toMatch(reasons);
});

it('shows what came, where it is not understood', () => {
  expect(read(HTML, html).facts).toEqual({ 'HTTP status': 200, 'content-type': html.contentType, body: HTML });
  expect(read({ a: [1] }).facts).toMatchObject({ body: { a: [1] } });
  expect(read('x'.repeat(5_000), html).facts['body']).toHaveLength(300);
});

it('never throws, always has a headline, and lets no token through', () => {
  const raw = makeAccessToken();
  const holder = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(raw, `Bearer ${raw}`, `x_${raw}`, `"${raw.slice(0, 60)}`, 'text', 7, null, false),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('session', 'status', 'success', 'error', 'code', 'message', 'user', 'roles', raw, '__proto__'),
        tie('json'),
        { maxKeys: 4 },
      ),
    ),
  })).json;
  const session = holder.map((user) => ({ status: 'authenticated', session: { id: raw, user, [raw]: user } }));
  const failure = holder.map((error) => ({ success: false, error }));
  const code = holder.map((message) => ({ code: raw, message }));
  const body = fc.oneof(
    fc.oneof(holder, session, failure, code).map((value) => JSON.stringify(value)),
    fc.string().map((text) => `${text}<b>${raw}</b>${text}`),
    fc.string(),
  );
  const http = fc.record({
    status: fc.constantFrom(0, 200, 204, 302, 400, 401, 404, 405, 500),
    redirected: fc.boolean(),
    contentType: fc.constantFrom(null, 'text/html', 'application/json'),
  });

  fc.assert(
    fc.property(body, http, (text, rest) => {
      const reading = readResponse(answer(text, rest));

      expect(reading.headline).not.toBe('');
      expect(JSON.stringify(reading)).not.toContain(raw.slice(0, 30));
    }),
    { numRuns: 500 },
  );
});

it('collapses what is named like a secret', () => {
  const session = { ...SESSION, roqRefreshToken: 'rt_1', tokens: ['rt_2'], tokenExpires: 7 };

  expect(read({ session, status: 'authenticated' }).facts).toMatchObject({
    roqRefreshToken: '…',
    tokens: '…',
    tokenExpires: 7,
  });
});

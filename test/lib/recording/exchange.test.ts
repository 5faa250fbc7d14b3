import { expect, it } from 'vitest';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { RecordingEvent, RequestFacts } from '@/lib/recording/event.ts';
import { createExchangeSelector, isDead, lifeLeft, sentExpired } from '@/lib/recording/exchange.ts';
import { fold } from '@/lib/recording/fold.ts';
import { cookieSet, record, requested } from '../support/events.ts';
import { makeClerkToken, makeToken } from '../support/tokens.ts';

const UNKNOWN: ClockSkew = { state: 'unknown' };
const behind = (offset: number): ClockSkew => ({ state: 'measured', offset, uncertainty: 500, responses: 3 });

const listOf = (...events: RecordingEvent[]) => createExchangeSelector()(record(...events));
const bearer = (token: string) => ({
  place: 'authorization' as const,
  name: 'Authorization',
  value: `Bearer ${token}`,
});
const cookie = (value: string, name = '__session') => ({ place: 'cookie' as const, name, value });

/** Its token ends at 1,060 s. */
const token = makeClerkToken();
const one = (request: Partial<RequestFacts>) => {
  const [exchange, ...others] = listOf(requested(request));
  if (!exchange || others.length > 0) throw new Error('not one exchange');
  return exchange;
};

it('says which tokens went and came, and whose they are', () => {
  const other = makeClerkToken({ exp: 2_000 });
  const exchange = one({ sent: [bearer(token)], received: [{ place: 'body', name: 'jwt', value: other }] });

  expect(exchange).toMatchObject({
    sent: [{ raw: token, number: 1, place: 'authorization', exp: 1_060 }],
    received: [{ raw: other, number: 2, place: 'body', name: 'jwt', exp: 2_000 }],
    provider: { id: 'clerk' },
    verdict: undefined,
  });
});

it('measures life left at the moment of sending, by the server’s clock', () => {
  const exchange = one({ startedAt: 1_017_000, sent: [cookie(token)] });
  const left = (skew: ClockSkew) => lifeLeft(exchange.sent[0]!, exchange.request.startedAt, skew);

  expect(left(UNKNOWN)).toBe(43);
  expect(left(behind(50_000))).toBe(-7);
  expect(sentExpired(exchange, UNKNOWN)).toBe(false);
  expect(sentExpired(exchange, behind(50_000))).toBe(true);
  expect([isDead(0), isDead(0.1), isDead(undefined)]).toEqual([true, false, false]);
});

it('takes an expired token for in order where the SDK renewed it with that very request', () => {
  const url = 'https://clerk.test/v1/client/sessions/sess_1/tokens?_clerk_js_version=6';
  const late = { startedAt: 2_000_000, sent: [cookie(token)] };

  expect(sentExpired(one({ ...late, url, method: 'POST' }), UNKNOWN)).toBe(false);
  expect(sentExpired(one({ ...late, url, status: 401 }), UNKNOWN)).toBe(true);
  expect(sentExpired(one(late), UNKNOWN)).toBe(true);
});

it('counts down on the token inside, for a provider whose session ends with that one', () => {
  const inner = makeToken({ exp: 500 });
  const session = makeToken({ roqUserId: 'u', roqAccessToken: inner, exp: 9_000 }, { alg: 'HS256' });
  const exchange = one({ sent: [cookie(session, 'roq-session-token')] });

  expect(exchange.provider?.id).toBe('roq');
  expect(exchange.sent).toMatchObject([{ number: 1, exp: 500, inside: [2] }]);
});

it('puts together what was split over cookies', () => {
  const half = Math.ceil(token.length / 2);
  const parts = [cookie(token.slice(0, half), 'auth.0'), cookie(token.slice(half), 'auth.1')];

  expect(one({ sent: parts }).sent).toMatchObject([{ raw: token, name: 'auth', number: 1, exp: 1_060 }]);
});

it('hides what has no token, unless a backend said something of the session', () => {
  const said = { 'x-clerk-auth-status': 'signed-out', 'x-clerk-auth-reason': 'session-token-missing' };

  expect(listOf(requested(), requested({ sent: [cookie('opaque', 'sid')] }))).toEqual([]);
  expect(listOf(requested({ status: 500, verdict: { 'body.message': 'down' } }))).toEqual([]);
  expect(one({ status: 401, verdict: said })).toMatchObject({
    provider: { id: 'clerk' },
    verdict: { reason: 'session-token-missing' },
  });
});

it('takes a body’s word for SuperTokens’ where the token that was sent is', () => {
  const access = makeToken({ sessionHandle: 'h', refreshTokenHash1: 'r', tId: 'public' }, { version: '5' });
  const verdict = { 'body.message': 'unauthorised' };

  expect(one({ status: 401, verdict, sent: [cookie(access, 'sAccessToken')] }).verdict?.reason).toBe('unauthorised');
  expect(listOf(requested({ status: 401, verdict }))).toEqual([]);
});

it('keeps what it has made while the recording grows, and ids with it', () => {
  const select = createExchangeSelector();
  const first = record(requested({ sent: [cookie(token)] }));
  const before = select(first);
  const after = select(fold(first, [requested(), requested({ sent: [cookie(token)] })]));

  expect(after[0]).toBe(before[0]);
  expect(after.map(({ id }) => id)).toEqual([0, 2]);
  expect(select(record())).toEqual([]);
});

it('calls the others what they were called when the oldest requests are dropped', () => {
  const select = createExchangeSelector();
  const all = record(...[1, 2, 3].map((startedAt) => requested({ startedAt, sent: [cookie(token)] })));
  select(all);
  const dropped = { before: 2, requests: 1, tokens: 0, numbers: [], next: 2 };

  const left = select(fold(all, [{ type: 'dropped', at: 4, dropped }]));
  expect(left.map(({ id, request }) => [id, request.startedAt])).toEqual([
    [1, 2],
    [2, 3],
  ]);
});

it('takes back the number of what parts amounted to while they were written', () => {
  const part = (index: number, value: string, at: number) => cookieSet({ name: `sb-auth-token.${index}`, value }, at);
  const [start, torn, end] = [token.slice(0, 40), `${token.slice(40)}x`, token.slice(40)];
  const select = createExchangeSelector();
  const before = record(
    part(0, start, 0),
    part(1, torn, 1),
    requested({ startedAt: 2, duration: 1, sent: [bearer(start + torn)] }),
  );
  expect(select(before)[0]?.sent).toMatchObject([{ number: 1 }]);

  const after = fold(before, [part(1, end, 20)]);

  expect(select(after)[0]?.sent).toMatchObject([{ number: after.tokens.get(start + torn)?.number }]);
  expect(after.tokens.get(token)?.number).toBe(1);
});

it('reads each request once, however many follow', () => {
  const events = Array.from({ length: 100 }, (_, index) => requested({ startedAt: index, sent: [cookie(token)] }));
  const recording = record(...events);
  const select = createExchangeSelector();
  const first = [...select(recording)];
  const more = select(fold(recording, [requested({ sent: [cookie(token)] })]));

  expect(more).toHaveLength(101);
  expect(first.every((exchange, index) => more[index] === exchange)).toBe(true);
});

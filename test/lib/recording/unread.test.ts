import { expect, it } from 'vitest';
import { createExchangeSelector } from '@/lib/recording/exchange.ts';
import { causesOf } from '@/lib/recording/cause.ts';
import type { RequestFacts } from '@/lib/recording/event.ts';
import { fold } from '@/lib/recording/fold.ts';
import { record, requested } from '../support/events.ts';
import { makeAccessToken } from '../providers/supertokens-samples.ts';
import { makeClerkToken } from '../support/tokens.ts';

const cookie = (value: string) => ({ place: 'cookie' as const, name: '__session', value });
const [older, newer] = [makeClerkToken(), makeClerkToken({ exp: 2_000 })];

const unread = (request: Partial<RequestFacts> = {}) => requested({ status: 401, bodyRead: 'not-yet', ...request });

it('keeps what a credential carries where an earlier request is recorded late', () => {
  const recording = record(
    requested({ startedAt: 2_000, sent: [cookie(newer)] }),
    unread({ startedAt: 1_000, sent: [cookie(older)] }),
  );

  const [credential] = recording.credentials.values();
  expect(credential?.sightings.map(({ value }) => value)).toEqual([newer]);
  expect(recording.requests[1]?.sent).toEqual([cookie(older)]);
  expect(recording.tokens.get(older)?.number).toBe(2);
});

it('puts a body that is read late in the place of the request without it', () => {
  const set = { place: 'set-cookie' as const, name: '__session', value: older };
  const before = record(
    unread({ url: 'http://localhost:3000/a', received: [set] }),
    requested({ url: 'http://localhost:3000/b' }),
  );
  const received = [set, { place: 'body' as const, name: 'jwt', value: newer }];
  const after = fold(before, [requested({ url: 'http://localhost:3000/a', status: 401, bodyRead: 'late', received })]);

  expect(after.requests).toEqual([expect.objectContaining({ received }), before.requests[1]]);
  expect([older, newer].map((raw) => after.tokens.get(raw)?.broughtBy)).toEqual([
    [after.requests[0]],
    [after.requests[0]],
  ]);
  expect(after.credentials.size).toBe(2);
});

it('does not take a cookie for new that came with a body that was read late', () => {
  const set = (value: string) => ({ place: 'set-cookie' as const, name: '__session', value });
  const recording = record(
    unread({ received: [set(older)] }),
    requested({ startedAt: 1_000, received: [set(newer)] }),
    requested({ bodyRead: 'late', duration: 9_000, received: [set(older)] }),
  );

  const [credential] = recording.credentials.values();
  expect(credential?.sightings.map(({ value }) => value)).toEqual([older, newer]);
});

it('shows a body that was read late where the request stood, under its id', () => {
  const select = createExchangeSelector();
  const before = record(unread({ sent: [cookie(older)] }), requested({ startedAt: 9, sent: [cookie(older)] }));
  const ids = select(before).map(({ id }) => id);
  const after = fold(before, [
    requested({ status: 401, bodyRead: 'late', sent: [cookie(older)], verdict: { 'body.message': 'unauthorised' } }),
  ]);

  expect(select(after).map(({ id }) => id)).toEqual(ids);
  expect(select(after)[0]?.request.verdict).toEqual({ 'body.message': 'unauthorised' });
});

it('records one that is read late and was dropped meanwhile', () => {
  expect(record(requested({ bodyRead: 'late' })).requests).toHaveLength(1);
});

it('does not take a body that nobody read for where a script has a token from', () => {
  const raw = makeClerkToken({ iat: 10, exp: 70 });
  const kept = (...requests: Partial<RequestFacts>[]) => {
    const recording = fold(
      record(
        { type: 'other-tabs', at: 0, count: 0 },
        ...requests.map((request) => requested({ startedAt: 9_900, status: 200, ...request })),
      ),
      [
        { type: 'storage-listed', at: 9_901, areas: [] },
        {
          type: 'storage-listed',
          at: 10_500,
          areas: [{ origin: 'http://localhost', area: 'localStorage', entries: [['token', raw]], omitted: 0 }],
        },
        { type: 'other-tabs', at: 20_000, count: 0 },
      ],
    );
    return causesOf(recording, raw, { state: 'unknown' })?.map(({ kind, request }) => [kind, request !== undefined]);
  };

  expect(kept({})).toEqual([['page-script', true]]);
  expect(kept({ bodyRead: 'not-yet' })).toEqual([['page-script', false]]);
  // Recorded late, it stands behind requests that ended after it.
  expect(kept({ startedAt: 11_000 }, { bodyRead: 'not-yet' })).toEqual([['page-script', false]]);
  expect(kept({}, { startedAt: 5_000, bodyRead: 'not-yet' })).toEqual([['page-script', true]]);
});

it('says of a 401 of SuperTokens what is known, and that a refresh followed only where one did', () => {
  const sent = [{ place: 'authorization' as const, name: 'Authorization', value: `Bearer ${makeAccessToken()}` }];
  const refusal = unread({ startedAt: 1_000, sent });
  const refresh = (startedAt: number, status = 200) =>
    requested({ startedAt, status, method: 'POST', url: 'http://localhost:3000/auth/session/refresh' });
  const headline = (...others: ReturnType<typeof refresh>[]) =>
    createExchangeSelector()(record(...others, refusal)).find(({ request }) => request.bodyRead)?.verdict?.headline;

  expect(headline(refresh(1_100))).toBe('Refused, and the session was refreshed after it');
  const alone = 'Refused; the page did not read why';
  expect([headline(), headline(refresh(900)), headline(refresh(1_100, 401)), headline(refresh(9_000))]).toEqual(
    Array.from({ length: 4 }, () => alone),
  );
});

it('says so, too, of a refresh that is recorded after the 401 was', () => {
  const sent = [{ place: 'authorization' as const, name: 'Authorization', value: `Bearer ${makeAccessToken()}` }];
  const select = createExchangeSelector();
  const before = record(unread({ startedAt: 1_000, sent }));
  expect(select(before)[0]?.verdict?.headline).toBe('Refused; the page did not read why');

  const after = fold(before, [
    requested({ startedAt: 1_060, duration: 2_500, method: 'POST', url: 'http://localhost:3000/auth/session/refresh' }),
  ]);

  expect(select(after)).toEqual(createExchangeSelector()(after));
  expect(select(after)[0]?.verdict?.headline).toBe('Refused, and the session was refreshed after it');
});

it('goes on saying that a token came with the first request that brought it, read late or not', () => {
  const received = [{ place: 'set-cookie' as const, name: '__session', value: newer }];
  const recording = record(
    unread({ url: 'http://localhost:3000/login', received }),
    requested({ url: 'http://localhost:3000/other', startedAt: 60, received }),
    requested({ url: 'http://localhost:3000/login', bodyRead: 'late', duration: 9_000, received }),
  );

  expect(recording.tokens.get(newer)?.broughtBy.map(({ url }) => url)).toEqual([
    'http://localhost:3000/login',
    'http://localhost:3000/other',
  ]);
});

it('finds the response that may have held a token behind one that was read late', () => {
  const raw = makeClerkToken({ iat: 10, exp: 70 });
  const recording = fold(
    record(
      { type: 'other-tabs', at: 0, count: 0 },
      requested({ url: 'http://localhost:3000/first', startedAt: 100 }),
      unread({ url: 'http://localhost:3000/slow', startedAt: 1_000 }),
      requested({ url: 'http://localhost:3000/api', startedAt: 9_900, duration: 50 }),
      requested({ url: 'http://localhost:3000/slow', startedAt: 1_000, bodyRead: 'late', duration: 60_000 }),
    ),
    [
      { type: 'storage-listed', at: 9_951, areas: [] },
      {
        type: 'storage-listed',
        at: 10_500,
        areas: [{ origin: 'http://localhost', area: 'localStorage', entries: [['token', raw]], omitted: 0 }],
      },
      { type: 'other-tabs', at: 90_000, count: 0 },
    ],
  );

  expect(causesOf(recording, raw, { state: 'unknown' })?.[0]?.request?.url).toBe('http://localhost:3000/api');
});

import { expect, it } from 'vitest';
import { causesOf } from '@/lib/recording/cause.ts';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import type { ActionEnd, Carried, RecordingEvent } from '@/lib/recording/event.ts';
import {
  actionEnded,
  actionStarted,
  cookieSet,
  cookiesListed,
  makeSdk,
  navigated,
  otherTabs,
  pageState,
  record,
  requested,
} from '../support/events.ts';
import { makeFrontToken } from '../providers/supertokens-samples.ts';
import { makeClerkToken, makeToken } from '../support/tokens.ts';

/** When these recordings begin. */
const START = 1_000_000;
const token = makeClerkToken({ iat: START / 1_000 + 10, exp: START / 1_000 + 70 });
const MINT = 'https://clerk.test/v1/client/sessions/sess_1/tokens?_clerk_js_version=6.40.0';
const UNKNOWN: ClockSkew = { state: 'unknown' };

const received = (place: Carried['place'], value = token): Carried[] => [{ place, name: '__session', value }];
const minted = (startedAt: number) =>
  requested({ method: 'POST', url: MINT, startedAt, duration: 40, received: received('body') });
const written = (at: number, httpOnly = false) => cookieSet({ value: token, httpOnly }, at);

/** Long after all of it. */
const LATER = pageState([], START + 60_000);

function causes(...events: RecordingEvent[]) {
  return causesOf(record(navigated(undefined, START), ...events, LATER), token, UNKNOWN);
}
const kinds = (...events: RecordingEvent[]) => causes(...events)?.map(({ kind }) => kind);

it('knows nothing of a token that is not in the recording', () => {
  expect(causes()).toBeUndefined();
});

it('calls a token forced that an action gave back, whatever else was going on', () => {
  const events = [
    otherTabs(2, START),
    actionStarted(START + 10_000),
    minted(START + 10_010),
    written(START + 10_060),
    actionEnded({ status: 'done', token }, START + 10_070),
  ];

  expect(causes(...events)).toEqual([
    { kind: 'forced', evidence: 'Clerk.session.getToken({ skipCache: true }) answered with it', request: undefined },
  ]);
});

it('calls a token forced that a request of the provider brought while an action ran that gives none back', () => {
  const events = [actionStarted(START + 10_000), minted(START + 10_010), written(START + 10_060)];
  const ended = (end: ActionEnd) => causes(...events, actionEnded(end, START + 10_100));

  expect(ended({ status: 'done', token: null })).toMatchObject([
    {
      kind: 'forced',
      evidence:
        'Clerk.session.getToken({ skipCache: true }) was under way, and POST /v1/client/sessions/sess_1/tokens, 200 in 40 ms brought it',
      request: { url: MINT },
    },
  ]);
});

it('names the SDK, too, as long as the action has not ended, and where it failed', () => {
  const events = [actionStarted(START + 10_000), minted(START + 10_010), written(START + 10_060)];

  expect(kinds(...events)).toEqual(['forced', 'sdk']);
  for (const end of [{ status: 'still-waiting' }, { status: 'page-gone' }] as const) {
    expect(kinds(...events, actionEnded(end, START + 10_100))).toEqual(['forced', 'sdk']);
  }
});

it('does not call a token forced that was there before the action that gave it back', () => {
  const cached = [actionStarted(START + 20_000), actionEnded({ status: 'done', token }, START + 20_010)];

  expect(kinds(minted(START + 10_000), written(START + 10_060), ...cached)).toEqual(['sdk']);
  expect(kinds(cookiesListed([{ value: token }], START + 10_000), ...cached)).toEqual(['unknown']);
});

it('takes a response that began after the token was seen for one that repeats it', () => {
  const echoes = [
    minted(START + 20_000),
    requested({ url: 'http://localhost:3000/', startedAt: START + 21_000, received: received('set-cookie') }),
  ];

  expect(kinds(otherTabs(1, START), written(START + 10_000), ...echoes)).toEqual(['other-tab']);
  expect(kinds(cookiesListed([{ value: token }], START + 10_000), ...echoes)).toEqual(['unknown']);
  expect(kinds(otherTabs(1, START), written(START + 10_000), actionStarted(START + 19_000), ...echoes)).toEqual([
    'other-tab',
  ]);
});

it('finds a token that a server set in a wrapping', () => {
  const value = `base64-${btoa(JSON.stringify({ access_token: token }))}`;
  const page = requested({
    url: 'http://localhost:3000/',
    startedAt: START + 10_000,
    received: [{ place: 'set-cookie', name: 'sb', value }],
  });

  expect(causes(page)).toMatchObject([{ kind: 'set-cookie', evidence: 'GET /, 200 in 50 ms set the cookie sb' }]);
});

it('names a script where a response that could not be read was under way when the token was minted', () => {
  const unread = requested({ url: 'http://localhost:3000/blob', startedAt: START + 9_000 });

  expect(kinds(otherTabs(1, START), unread, written(START + 40_000))).toEqual(['other-tab', 'page-script']);
});

it('names the action and the SDK where the action gave back another token', () => {
  const other = makeClerkToken({ iat: START / 1_000 + 11 });

  expect(
    kinds(
      actionStarted(START + 10_000),
      minted(START + 10_010),
      actionEnded({ status: 'done', token: other }, START + 10_100),
    ),
  ).toEqual(['forced', 'sdk']);
});

it('calls a token forced that the request of an action brought', () => {
  const url = 'http://localhost:3000/refresh';
  const http = { status: 200, url, redirected: false, contentType: null, body: '' };

  expect(
    kinds(
      actionStarted(START + 10_000),
      requested({ url, startedAt: START + 10_010, received: received('set-cookie') }),
      actionEnded({ status: 'responded', http }, START + 10_100),
    ),
  ).toEqual(['forced']);
});

it('takes a request before or after an action for none of its own', () => {
  const end = actionEnded({ status: 'done', token: null }, START + 10_100);

  expect(kinds(minted(START + 9_000), actionStarted(START + 10_000), end)).toEqual(['sdk']);
  expect(kinds(actionStarted(START + 10_000), end, minted(START + 10_101))).toEqual(['sdk']);
});

it('gives the SDK what its own request brought', () => {
  expect(causes(written(START + 10_000), minted(START + 9_970))).toMatchObject([
    { kind: 'sdk', evidence: 'POST /v1/client/sessions/sess_1/tokens, 200 in 40 ms brought it' },
  ]);
});

it('gives the server what a response set as a cookie', () => {
  const page = requested({
    url: 'http://localhost:3000/',
    startedAt: START + 10_000,
    received: received('set-cookie'),
  });

  expect(causes(otherTabs(3, START), page, written(START + 10_050))).toMatchObject([
    { kind: 'set-cookie', evidence: 'GET /, 200 in 50 ms set the cookie __session' },
  ]);
});

it('gives a script of the page what it has from a response', () => {
  const api = requested({ url: 'http://localhost:3000/token', startedAt: START + 10_000, received: received('body') });

  expect(causes(api, written(START + 10_060))).toMatchObject([
    { kind: 'page-script', evidence: 'GET /token, 200 in 50 ms brought it, and a script of the page kept it' },
  ]);
});

it('goes by the first request that brought it', () => {
  const echo = requested({ url: 'http://localhost:3000/me', startedAt: START + 20_000, received: received('body') });

  expect(kinds(minted(START + 10_000), echo)).toEqual(['sdk']);
});

it('gives another tab what no request here brought, where one is open', () => {
  expect(causes(otherTabs(1, START), written(START + 10_000))).toEqual([
    {
      kind: 'other-tab',
      evidence: 'Another tab of this site is open, and no request of this tab was seen to bring it',
      request: undefined,
    },
  ]);
  expect(causes(otherTabs(2, START), written(START + 10_000))?.[0].evidence).toMatch(/^2 other tabs of this site are/);
});

it('names a script of the page, too, where a response just before could not be read', () => {
  const unread = requested({ url: 'http://localhost:3000/blob', startedAt: START + 9_000 });
  const events = [otherTabs(1, START), unread];

  expect(causes(...events, written(START + 10_000))).toMatchObject([
    { kind: 'other-tab' },
    { kind: 'page-script', evidence: 'A script of this page may have it from GET /blob, 200 in 50 ms' },
  ]);
  expect(kinds(...events, written(START + 10_000, true))).toEqual(['other-tab']);
});

it('does not look for that response long before the token was minted', () => {
  const early = requested({ url: 'http://localhost:3000/blob', startedAt: START + 6_949 });

  expect(kinds(otherTabs(1, START), early, written(START + 10_000))).toEqual(['other-tab']);
});

it('looks for that response past those that could be read, that failed, or that came later', () => {
  const before = (startedAt: number, request = {}) =>
    requested({ url: 'http://localhost:3000/a', startedAt, ...request });
  const other = { received: received('body', makeToken({ n: 1 })) };
  const events = [otherTabs(1, START), before(START + 9_000, other), before(START + 9_100, { status: 401 })];

  expect(kinds(...events, written(START + 10_000), before(START + 10_000))).toEqual(['other-tab']);
  expect(kinds(before(START + 8_000), ...events, written(START + 10_000))).toEqual(['other-tab', 'page-script']);
});

it('leaves only a script of the page where no other tab is open', () => {
  expect(causes(otherTabs(0, START), written(START + 10_000))).toMatchObject([
    {
      kind: 'page-script',
      evidence: 'No request that was seen brought it, so a script of this page made it or had it already',
    },
  ]);
});

it('does not blame a script for a cookie that no script can write', () => {
  expect(causes(otherTabs(0, START), written(START + 10_000, true))).toMatchObject([
    { kind: 'unknown', evidence: 'A server set it in a response that was not seen' },
  ]);
});

it('says that it does not know where nobody told of other tabs', () => {
  expect(causes(written(START + 10_000))).toMatchObject([
    { kind: 'unknown', evidence: 'No request that was seen brought it' },
  ]);
});

it('knows what was there from the beginning', () => {
  const there = [{ kind: 'unknown', evidence: 'It was there when the recording began' }];
  const old = makeClerkToken({ iat: START / 1_000 - 10 });
  const seenLate = record(
    navigated(undefined, START),
    otherTabs(1, START),
    cookieSet({ value: old }, START + 10_000),
    LATER,
  );

  expect(causes(otherTabs(1, START), cookiesListed([{ value: token }], START + 20_000))).toMatchObject(there);
  expect(causesOf(seenLate, old, UNKNOWN)).toMatchObject(there);
});

it('goes by the clock of the server for what is older than the recording', () => {
  const old = makeClerkToken({ iat: START / 1_000 + 40 });
  const recording = record(
    navigated(undefined, START),
    otherTabs(1, START),
    cookieSet({ value: old }, START + 1_000),
    LATER,
  );
  const ahead = (offset: number) => ({ state: 'measured', offset, uncertainty: 0, responses: 3 }) as const;

  expect(causesOf(recording, old, ahead(60_000))?.[0].kind).toBe('unknown');
  expect(causesOf(recording, old, ahead(40_500))?.[0].kind).toBe('other-tab');
});

it('does not know where a token is from that a request carried first', () => {
  const sent: Carried[] = [{ place: 'authorization', name: 'Authorization', value: `Bearer ${token}` }];

  expect(causes(otherTabs(1, START), requested({ sent, startedAt: START + 10_000 }))).toMatchObject([
    { kind: 'unknown', evidence: 'A request carried it first, and none that was seen had brought it' },
  ]);
});

it.each([
  ['POST {iss}/session/refresh', []],
  ['Session.attemptRefreshingSession()', [makeSdk({ provider: 'supertokens' })]],
])('names the call that was made on that page: %s', (call, sdks) => {
  const renewed = [{ place: 'set-cookie' as const, name: 'sAccessToken', value: token }];
  const url = 'http://localhost:3000/auth/session/refresh';

  expect(
    causes(
      pageState(sdks, START),
      { ...actionStarted(START + 10_000, 'refresh-session'), provider: 'supertokens' } as RecordingEvent,
      requested({ method: 'POST', url, startedAt: START + 10_010, received: renewed }),
      actionEnded({ status: 'done', token: null }, START + 10_100),
    ),
  ).toMatchObject([{ kind: 'forced', evidence: expect.stringContaining(`${call} was under way`) }]);
});

it('waits a little for the request that brought a token, and says so', () => {
  const events = [navigated(undefined, START), otherTabs(1, START), written(START + 10_000)];
  const at = (later: number) => causesOf(record(...events, pageState([], START + later)), token, UNKNOWN);

  expect(at(11_499)).toMatchObject([
    { kind: 'unknown', evidence: 'It was seen just now, and the request that brought it may be yet to come' },
  ]);
  expect(at(11_500)).toMatchObject([{ kind: 'other-tab' }]);
});

it('blames no script for a token that only repeats the claims of another', () => {
  const value = makeFrontToken({ role: 'x' });
  const recording = record(
    navigated(undefined, START),
    otherTabs(0, START),
    cookieSet({ name: 'sFrontToken', value }, START + 10_000),
    LATER,
  );
  const [mirror] = [...recording.tokens.keys()];

  expect(causesOf(recording, mirror ?? '', UNKNOWN)).toMatchObject([
    { kind: 'unknown', evidence: 'It repeats the claims of another token, and came with that one' },
  ]);
});

it('names the call by an SDK that the page had when the action started, but that was seen only as it ended', () => {
  const renewed = [{ place: 'set-cookie' as const, name: 'sAccessToken', value: token }];
  const url = 'http://localhost:3000/auth/session/refresh';

  expect(
    causes(
      { ...actionStarted(START + 10_000, 'refresh-session'), provider: 'supertokens' } as RecordingEvent,
      requested({ method: 'POST', url, startedAt: START + 10_010, received: renewed }),
      pageState([makeSdk({ provider: 'supertokens' })], START + 10_090),
      actionEnded({ status: 'done', token: null }, START + 10_100),
    ),
  ).toMatchObject([{ evidence: expect.stringContaining('Session.attemptRefreshingSession() was under way') }]);
});

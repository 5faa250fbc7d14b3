import { expect, it } from 'vitest';
import type { ActionEnd, RequestFacts } from '@/lib/recording/event.ts';
import type { Proof } from '@/lib/recording/proof.ts';
import { describeProof, describeRequest } from '@/lib/recording/words.ts';
import { cookiesListed, makeRequest } from '../support/events.ts';
import { prove } from '../support/proof.ts';
import { makeClerkToken } from '../support/tokens.ts';

const old = makeClerkToken({ a: 1, b: 1, iat: 1 });
const proven = prove({
  before: [cookiesListed([{ value: old }])],
  end: { status: 'done', token: makeClerkToken({ iat: 2 }) },
});

const describe = (proof: Partial<Proof>) =>
  describeProof({ ...proven, cookie: { state: 'none' }, requests: [], duration: 1_234.4, ...proof });
const changed = (count: number, more: Partial<Proof> = {}) =>
  describe({ verdict: { kind: 'new-token', changed: count }, ...more });
const failed = (end: Exclude<ActionEnd, { status: 'done' | 'responded' }>, requests: readonly RequestFacts[] = []) =>
  describe({ verdict: { kind: 'failed', end }, requests });

const asked = makeRequest({ method: 'POST', url: 'https://clerk.test/v1/tokens?x=1', status: 200, duration: 41.4 });

it('counts the claims that changed', () => {
  expect(changed(1)).toEqual({ tone: 'good', headline: 'New token in 1,234 ms, 1 claim changed', reasons: [] });
  expect(changed(2).headline).toBe('New token in 1,234 ms, 2 claims changed');
});

it('says what a new token that says the same means', () => {
  expect(changed(0)).toEqual({
    tone: 'good',
    headline: 'New token in 1,234 ms, no claim changed',
    reasons: ['A new token was minted and says the same: the server has the same data.'],
  });
});

it('says that there was no token to compare with', () => {
  expect(changed(0, { before: undefined })).toEqual({
    tone: 'good',
    headline: 'New token in 1,234 ms, the first one seen',
    reasons: [],
  });
});

it('says what a cookie that was held back means, and the rule', () => {
  const cookie = { state: 'held-back' as const, name: '__session', rule: 'Because.' };
  const why = ['The cookie __session was not rewritten, so requests still carry the old token.', 'Because.'];

  expect(changed(1, { cookie })).toMatchObject({ tone: 'neutral', reasons: why });
  expect(changed(0, { cookie })).toMatchObject({
    tone: 'neutral',
    reasons: [expect.stringContaining('says the same'), ...why],
  });
  expect(changed(0, { cookie, before: undefined })).toMatchObject({ reasons: why });
  expect(changed(1, { cookie: { ...cookie, rule: undefined } }).reasons[1]).toBe(
    'No rule of the SDK that is known here explains it.',
  );
});

it('keeps quiet about a cookie that was rewritten, or that cannot be read', () => {
  expect(changed(1, { cookie: { state: 'rewritten', name: '__session' } })).toMatchObject({
    tone: 'good',
    reasons: [],
  });
  expect(changed(1, { cookie: { state: 'unread' } })).toMatchObject({ tone: 'good', reasons: [] });
});

it('says why the same token came back', () => {
  const same = (requests: readonly RequestFacts[]) => describe({ verdict: { kind: 'same-token' }, requests });

  expect(same([])).toEqual({
    tone: 'neutral',
    headline: 'Same token returned in 1,234 ms',
    reasons: ['No request was seen: the SDK answered from its cache and nothing was minted.'],
  });
  expect(same([asked]).reasons).toEqual(['The server was asked and the token stayed the same.']);
});

it('says that no token came', () => {
  expect(describe({ verdict: { kind: 'no-token' } })).toEqual({
    tone: 'bad',
    headline: 'No token returned in 1,234 ms',
    reasons: ['The call ended without an error, but gave no token and none was seen.'],
  });
});

it('waits while the action runs', () => {
  expect(describe({ verdict: { kind: 'running' }, duration: null })).toEqual({
    tone: 'busy',
    headline: 'Waiting for the page',
    reasons: [],
  });
});

it.each<[Exclude<ActionEnd, { status: 'done' | 'responded' }>, string, RegExp]>([
  [{ status: 'signed-out' }, 'Nobody is signed in', /^Clerk is loaded and has no session\. Sign in/],
  [{ status: 'sdk-missing' }, 'Clerk is not on this page', /left nothing to call/],
  [{ status: 'sdk-loading' }, 'Clerk has not loaded yet', /Wait for it/],
  [{ status: 'offline', message: 'No network' }, 'The browser is offline', /^No network$/],
  [{ status: 'no-access' }, 'Claimcheck has no access to this page', /^Allow it on this site/],
  [{ status: 'page-gone' }, 'The page went away meanwhile', /Try again\.$/],
  [{ status: 'bad-answer' }, 'The page gave an unreadable answer', /Nothing it returned was used/],
])('says what $0.status means and what to do', (end, headline, reason) => {
  const words = failed(end);

  expect(words).toMatchObject({ tone: 'bad', headline });
  expect(words.reasons[0]).toMatch(reason);
});

it('says what the browser needs to be told when it is offline', () => {
  expect(failed({ status: 'offline', message: 'No network' }).reasons[1]).toBe(
    'The token is untouched. Go online, then try again.',
  );
});

it('says how a call failed', () => {
  const refused = { ...asked, status: 422 };

  expect(failed({ status: 'failed', message: 'No.', httpStatus: 422, code: 'bad_thing' }, [refused])).toEqual({
    tone: 'bad',
    headline: 'Refresh token failed in 1,234 ms, 422 bad_thing',
    reasons: ['No.', 'The old token is untouched.'],
  });
  expect(failed({ status: 'failed', message: 'No.', httpStatus: null, code: null }).headline).toBe(
    'Refresh token failed in 1,234 ms',
  );
});

it('says what is known while it still waits', () => {
  const waiting = (...requests: RequestFacts[]) => failed({ status: 'still-waiting' }, requests);
  const ends = 'The outcome appears here when the call ends.';

  expect(waiting()).toEqual({
    tone: 'busy',
    headline: 'Still waiting after 10 s',
    reasons: [`No request has been answered yet. ${ends}`],
  });
  expect(waiting(asked).reasons).toEqual(['The server answered 200.', ends]);
  expect(waiting(asked, { ...asked, status: 404 }).reasons).toEqual([
    'The server answered 404, the last of 2 times.',
    ends,
  ]);
});

it.each([0, 429, 500, 503])('says that the SDK tries again after status %i', (status) => {
  const { reasons } = failed({ status: 'still-waiting' }, [asked, { ...asked, status }]);

  expect(reasons).toHaveLength(3);
  expect(reasons[1]).toBe(
    'clerk-js tries up to 8 times over about 3 minutes when the server fails or cannot be reached.',
  );
});

it('promises no further try where the provider’s SDK makes none', () => {
  const provider = { ...proven.provider, retries: undefined };
  const verdict = { kind: 'failed' as const, end: { status: 'still-waiting' as const } };

  expect(describe({ provider, verdict, requests: [{ ...asked, status: 500 }] }).reasons).toHaveLength(2);
});

it('describes a request without what its address may give away', () => {
  expect(describeRequest(asked)).toBe('POST /v1/tokens, 200 in 41 ms');
  expect(describeRequest({ ...asked, status: 0, error: 'net::ERR_FAILED' })).toBe(
    'POST /v1/tokens, no response (net::ERR_FAILED)',
  );
  expect(describeRequest({ ...asked, status: 0 })).toBe('POST /v1/tokens, no response');
  expect(describeRequest({ ...asked, url: 'not an address' })).toBe('POST not an address, 200 in 41 ms');
});

it('names the reason at once when the browser is offline', () => {
  const verdict = { kind: 'failed' as const, end: { status: 'still-waiting' as const } };

  expect(describe({ verdict, online: false, requests: [asked] }).reasons).toEqual([
    'The browser is offline. The SDK tries again once it is back.',
  ]);
});

it('lets the provider explain an ending of its own, and what a new token brings', () => {
  const own = (provider: Partial<Proof['provider']>) => ({ provider: { ...proven.provider, ...provider } });
  const explained = own({ explainFailure: () => ({ headline: 'Ours', reasons: ['Because.'] }) });
  const foretold = own({ explainNewToken: () => ['More to come.'] });
  const verdict = { kind: 'failed', end: { status: 'signed-out' } } as const;

  expect(describe({ verdict, ...explained })).toEqual({ tone: 'bad', headline: 'Ours', reasons: ['Because.'] });
  expect(describe({ verdict, ...own({ explainFailure: () => undefined }) }).headline).toBe('Nobody is signed in');
  expect(changed(1, foretold).reasons).toEqual(['More to come.']);
  expect(changed(0, foretold).reasons).toContain('More to come.');
});

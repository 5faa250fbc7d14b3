import { expect, it } from 'vitest';
import type { ActionEnd, RecordingEvent } from '@/lib/recording/event.ts';
import type { SdkState } from '@/lib/providers/page.ts';
import { cookieSet, cookiesListed, makeSdk, navigated, pageState, storageListed } from '../support/events.ts';
import { prove } from '../support/proof.ts';
import { makeClerkToken, makeJwe } from '../support/tokens.ts';

const old = makeClerkToken({ iat: 1 }, { oiat: 100 });
const fresh = makeClerkToken({ iat: 2 }, { oiat: 200 });
const done: ActionEnd = { status: 'done', token: fresh };
const cookies = (...more: { name: string; value: string }[]) => cookiesListed([{ value: old }, ...more]);

const fate = (before: readonly RecordingEvent[], after: readonly RecordingEvent[] = [], end: ActionEnd = done) =>
  prove({ before, end, after }).cookie;

const unfocused = (sdk: Partial<SdkState> = {}) => pageState([makeSdk(sdk)], 0, false);
const contextOf = (value: string) => ({ name: 'clerk_active_context', value });

it('sees that the cookie was rewritten', () => {
  expect(fate([cookies()], [cookieSet({ value: fresh }, 1_350)])).toEqual({ state: 'rewritten', name: '__session' });
});

it('compares what is split over several cookies', () => {
  const split = (token: string) => [
    { name: '__session.0', value: token.slice(0, 40) },
    { name: '__session.1', value: token.slice(40) },
  ];
  const after = split(fresh).map((cookie) => cookieSet(cookie, 1_350));
  const proof = prove({ before: [cookiesListed(split(old))], end: done, after });

  expect(proof.before?.number).toBe(1);
  expect(proof.after?.number).toBe(2);
  expect(proof.cookie).toEqual({ state: 'rewritten', name: '__session' });
});

it('sees that a cookie was written that was not there before', () => {
  expect(fate([cookiesListed([])], [cookieSet({ value: fresh }, 1_350)])).toEqual({
    state: 'rewritten',
    name: '__session',
  });
});

it('does not blame a cookie that was gone before', () => {
  expect(fate([cookies(), cookiesListed([])])).toEqual({ state: 'none' });
});

it('sees that the cookie was rewritten, though it was rewritten again since', () => {
  const after = [cookieSet({ value: fresh }, 1_350), cookieSet({ value: makeClerkToken({ iat: 9 }) }, 50_000)];

  expect(fate([cookies()], after)).toEqual({ state: 'rewritten', name: '__session' });
});

it('is content with one of several cookies being rewritten', () => {
  const both = cookies({ name: '__session_abcdefgh', value: old });

  expect(fate([both], [cookieSet({ value: fresh }, 1_350)])).toEqual({ state: 'rewritten', name: '__session' });
});

it('names the cookie that was held back, as the provider ranks them', () => {
  expect(fate([cookies({ name: '__session_abcdefgh', value: old })])).toEqual({
    state: 'held-back',
    name: '__session_abcdefgh',
    rule: undefined,
  });
});

it('gives the rule by which a tab without the focus and on another organization may not write', () => {
  const { rule, ...held } = { rule: undefined, ...fate([cookies(contextOf('sess_1:org_2')), unfocused()]) };

  expect(held).toEqual({ state: 'held-back', name: '__session' });
  expect(rule).toContain("clerk_active_context is sess_1:org_2, this tab's is sess_1:");
});

it.each<[string, RecordingEvent[]]>([
  ['the page has the focus', [cookies(contextOf('sess_1:org_2')), pageState([makeSdk()])]],
  ['the active tab is on the same session', [cookies(contextOf('sess_1:')), unfocused()]],
  [
    'the active tab is on the same organization',
    [cookies(contextOf('sess_1:org_2')), unfocused({ organization: { id: 'org_2', label: null, role: null } })],
  ],
  ['there is no context', [cookies(), unfocused()]],
  ['the context is gone', [cookies(contextOf('sess_1:org_2')), cookies(), unfocused()]],
  ['the page has no word on its focus', [cookies(contextOf('sess_1:org_2'))]],
  ['the context is not in a cookie', [cookies(), storageListed({ clerk_active_context: 'sess_1:org_2' }), unfocused()]],
])('gives no rule where %s', (_, before) => {
  expect(fate(before)).toEqual({ state: 'held-back', name: '__session', rule: undefined });
});

it('takes the context as it is now', () => {
  const moved = cookieSet({ name: 'clerk_active_context', value: 'sess_1:org_3' });

  expect(fate([cookies(contextOf('sess_1:org_2')), moved, unfocused()])).toMatchObject({
    rule: expect.stringContaining('clerk_active_context is sess_1:org_3'),
  });
});

it('gives the rule by which older claims never replace newer ones', () => {
  const older = makeClerkToken({ iat: 2 }, { oiat: 99 });

  expect(fate([cookies()], [], { status: 'done', token: older })).toMatchObject({
    state: 'held-back',
    rule: expect.stringContaining('(oiat 99)'),
  });
});

it('says nothing of the cookie where there is no new token', () => {
  expect(fate([cookies()], [], { status: 'done', token: old })).toEqual({ state: 'none' });
  expect(fate([cookies()], [], { status: 'signed-out' })).toEqual({ state: 'none' });
});

it('does not blame a cookie that was never the provider’s', () => {
  expect(fate([cookiesListed([])])).toEqual({ state: 'none' });
  expect(fate([cookiesListed([{ value: makeJwe() }]), pageState([makeSdk({ token: old })])])).toEqual({
    state: 'none',
  });
});

it('does not judge cookies that it could not read', () => {
  expect(fate([navigated(), pageState([makeSdk({ token: old })])])).toEqual({ state: 'unread' });
});

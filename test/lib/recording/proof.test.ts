import { expect, it } from 'vitest';
import type { ActionEnd, RecordingEvent } from '@/lib/recording/event.ts';
import { proveAction } from '@/lib/recording/proof.ts';
import {
  actionEnded,
  actionStarted,
  cookieSet,
  cookiesListed,
  makeSdk,
  pageState,
  record,
  requested,
} from '../support/events.ts';
import { END, prove, START } from '../support/proof.ts';
import { makeClerkToken, makeJwe, makeToken } from '../support/tokens.ts';

const old = makeClerkToken({ birthday: '1815-12-10', iat: 1, exp: 61, jti: 'a' });
const fresh = makeClerkToken({ birthday: '1815-12-11', iat: 2, exp: 62, jti: 'b', fva: [1, -1] });
const held = cookiesListed([{ value: old }]);
const done = (token: string | null = null): ActionEnd => ({ status: 'done', token });

it('tells what the new token says otherwise, and sets apart what always changes', () => {
  const proof = prove({ before: [held], during: [cookieSet({ value: fresh }, 1_200)], end: done(fresh) });

  expect(proof).toMatchObject({
    provider: { id: 'clerk' },
    action: { id: 'refresh-token' },
    startedAt: START,
    duration: END - START,
    verdict: { kind: 'new-token', changed: 1 },
    before: { raw: old, number: 1 },
    after: { raw: fresh, number: 2 },
  });
  expect(proof.changes).toEqual([
    { path: ['birthday'], kind: 'changed', before: '1815-12-10', after: '1815-12-11', expected: false },
    { path: ['exp'], kind: 'changed', before: 61, after: 62, expected: true },
    { path: ['fva'], kind: 'added', after: [1, -1], expected: true },
    { path: ['iat'], kind: 'changed', before: 1, after: 2, expected: true },
    { path: ['jti'], kind: 'changed', before: 'a', after: 'b', expected: true },
  ]);
});

it('runs until it ends, and changes nothing before that', () => {
  const proof = prove({ before: [held], during: [cookieSet({ value: fresh }, 1_200)], end: null });

  expect(proof).toMatchObject({
    verdict: { kind: 'running' },
    duration: null,
    before: { raw: old },
    after: undefined,
    changes: [],
  });
});

it('says that a new token changed nothing', () => {
  const same = makeClerkToken({ birthday: '1815-12-10', iat: 2, exp: 62, jti: 'b' });

  expect(prove({ before: [held], end: done(same) }).verdict).toEqual({ kind: 'new-token', changed: 0 });
});

it('says that the same token came back', () => {
  expect(prove({ before: [held], end: done(old) })).toMatchObject({ verdict: { kind: 'same-token' }, changes: [] });
});

it('says that no token came of it', () => {
  expect(prove({ end: done() })).toMatchObject({ verdict: { kind: 'no-token' }, before: undefined, after: undefined });
  expect(prove({ end: done('junk') }).verdict).toEqual({ kind: 'no-token' });
});

it('shows the first token without one before it', () => {
  expect(prove({ end: done(fresh) })).toMatchObject({
    verdict: { kind: 'new-token', changed: 0 },
    before: undefined,
    after: { raw: fresh },
    changes: [],
  });
});

it.each<Exclude<ActionEnd, { status: 'done' }>>([
  { status: 'signed-out' },
  { status: 'sdk-missing' },
  { status: 'sdk-loading' },
  { status: 'offline', message: 'no network' },
  { status: 'failed', message: 'no', httpStatus: 422, code: 'x' },
  { status: 'no-access' },
  { status: 'page-gone' },
  { status: 'bad-answer' },
  { status: 'still-waiting' },
])('takes $status for a failure', (end) => {
  expect(prove({ before: [held], end })).toMatchObject({
    verdict: { kind: 'failed', end },
    before: { raw: old },
    after: undefined,
    changes: [],
    cookie: { state: 'none' },
  });
});

it('takes the token out of the cookie where the SDK answered without one', () => {
  const during = [cookieSet({ value: makeClerkToken({ iat: 3 }) }, 1_200), cookieSet({ value: fresh }, 1_300)];

  expect(prove({ before: [held], during }).after?.raw).toBe(fresh);
  expect(prove({ before: [held] })).toMatchObject({ verdict: { kind: 'same-token' }, after: { raw: old } });
});

it('counts evidence that arrives after the end', () => {
  const late = cookiesListed([{ value: fresh }], 1_450);
  const request = requested({
    url: 'https://clerk.test/v1/tokens?_clerk_js_version=6',
    startedAt: 1_100,
    duration: 900,
  });

  expect(prove({ before: [held], after: [late, request] })).toMatchObject({
    verdict: { kind: 'new-token', changed: 1 },
    after: { raw: fresh },
    cookie: { state: 'rewritten' },
    requests: [{ startedAt: 1_100 }],
  });
});

it('shows the requests of the SDK that started while it ran, and no others', () => {
  const url = 'https://clerk.test/v1/client/sessions/sess_1/tokens?_clerk_js_version=6.40.0';
  const at = (startedAt: number, address = url) => requested({ url: address, startedAt });
  const requests = [START - 1, START, END, END + 1].map((time) => at(time));
  const foreign = [
    at(1_200, 'https://clerk.test/v1/tokens'),
    at(1_200, 'http://localhost:3000/?_clerk_js_version=1'),
    at(1_200, 'not an address'),
  ];
  const times = (end?: ActionEnd | null) =>
    prove({ during: [...requests, ...foreign], ...(end === undefined ? {} : { end }) }).requests.map(
      ({ startedAt }) => startedAt,
    );

  expect(times()).toEqual([START, END]);
  expect(times(null)).toEqual([START, END, END + 1]);
});

it('compares with this page’s session where two apps share the host', () => {
  const other = makeClerkToken({ sid: 'sess_2', birthday: 'other' });
  const apps = cookiesListed([
    { name: '__session', value: other },
    { name: '__session_aaaaaaaa', value: other },
    { name: '__session_bbbbbbbb', value: old },
  ]);

  expect(prove({ before: [apps], end: done(fresh) })).toMatchObject({
    before: { raw: old },
    verdict: { kind: 'new-token', changed: 1 },
  });
  expect(prove({ before: [apps, pageState([makeSdk()])] }).after?.raw).toBe(old);
});

it('compares with the best token there is where the session is not known', () => {
  const [bare, suffixed] = [makeClerkToken({ iat: 5 }), makeClerkToken({ iat: 6 })];
  const cookies = cookiesListed([{ value: bare }, { name: '__session_aaaaaaaa', value: suffixed }]);

  expect(prove({ before: [cookies], end: null }).before?.raw).toBe(suffixed);
  expect(prove({ before: [pageState([makeSdk({ token: old })]), cookies], end: null }).before?.raw).toBe(suffixed);
});

it('prefers what the browser keeps to what requests carry', () => {
  const sent = [{ place: 'cookie' as const, name: '__session_aaaaaaaa', value: makeClerkToken({ iat: 9 }) }];

  expect(prove({ before: [requested({ sent }), held], end: done(fresh) }).before?.raw).toBe(old);
});

it('knows a cookie for this page’s that held another app’s token once', () => {
  const shared = ['', makeClerkToken({ sid: 'sess_2' }), old].map((value) => cookieSet({ value }));
  const other = cookieSet({ name: '__session_aaaaaaaa', value: makeClerkToken({ sid: 'sess_2' }) });

  expect(prove({ before: [...shared, other], end: done(fresh) }).before?.raw).toBe(old);
});

it('takes no copy of the token for the place where it is kept', () => {
  const copy = cookiesListed([{ name: 'copy', value: old }]);

  expect(prove({ before: [copy], end: done(fresh) })).toMatchObject({ before: undefined, cookie: { state: 'none' } });
});

it('does not compare with another maker’s token under the same name', () => {
  const sdk = pageState([makeSdk({ token: old })]);
  for (const value of [makeJwe(), makeToken({ sub: 'somebody' }), 'opaque']) {
    expect(prove({ before: [cookiesListed([{ value }]), sdk], end: done(fresh) }).before?.raw).toBe(old);
    expect(prove({ before: [cookiesListed([{ value }])], end: done(fresh) }).before).toBeUndefined();
    expect(prove({ before: [cookiesListed([{ value }])] }).verdict.kind).toBe('no-token');
  }
});

it('compares with what the cookie held when the action started, though it is gone by now', () => {
  expect(prove({ before: [held], end: done(fresh), after: [cookiesListed([], 1_500)] }).before?.raw).toBe(old);
});

it('takes nothing for the token before that was gone before', () => {
  expect(prove({ before: [held, cookiesListed([])], end: done(fresh) }).before).toBeUndefined();
});

it('proves nothing of an action that is not known here', () => {
  const unknown = record(actionStarted(0, 'dance'), actionEnded(done()));
  const foreign = record({ ...actionStarted(0), provider: 'nobody' } as ReturnType<typeof actionStarted>);

  expect(unknown.actions.map((action) => proveAction(unknown, action))).toEqual([undefined]);
  expect(foreign.actions.map((action) => proveAction(foreign, action))).toEqual([undefined]);
});

it('compares a token of another kind with nothing, and expects no cookie of it', () => {
  const template = makeToken({ role: 'authenticated' }, { kid: 'ins_1', cat: 'cl_B7d4PD222AAA' });
  const recording = record(
    held,
    { ...actionStarted(START, 'get-token'), options: { template: 'supabase' } } as RecordingEvent,
    actionEnded(done(template), END),
  );
  const [action] = recording.actions;

  expect(action && proveAction(recording, action)).toMatchObject({
    verdict: { kind: 'other-token' },
    after: { raw: template },
    changes: [],
    cookie: { state: 'none' },
  });
});

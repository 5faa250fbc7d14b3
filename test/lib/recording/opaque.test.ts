import { expect, it } from 'vitest';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { ActionEnd, CookieFacts, RecordingEvent } from '@/lib/recording/event.ts';
import { proveAction } from '@/lib/recording/proof.ts';
import { listSessions } from '@/lib/recording/session.ts';
import { describeProof } from '@/lib/recording/words.ts';
import { actionEnded, cookieSet, cookiesListed, makeCookie, navigated, record } from '../support/events.ts';
import { makeToken } from '../support/tokens.ts';

function sessionOf(cookie: Partial<CookieFacts>) {
  const recording = record(navigated(), cookieSet({ value: 'opaque', ...cookie }));
  return listSessions(recording, listCredentials(recording))[0];
}

it.each(['sid', 'laravel_session', '__Host-app-session', 'remember_token', '.AspNetCore.Identity.Application'])(
  'takes the HttpOnly cookie %s for a session',
  (name) => {
    expect(sessionOf({ name, httpOnly: true })).toMatchObject({
      provider: { id: 'other' },
      view: { credential: { name } },
      countdown: undefined,
    });
  },
);

it.each(['sid', 'session', 'session_id', 'connect.sid', 'PHPSESSID', 'JSESSIONID', 'auth_token', '__Host-token'])(
  'takes %s for a session though scripts can read it, since it is the usual name',
  (name) => {
    expect(sessionOf({ name })).toMatchObject({ provider: { id: 'other' } });
  },
);

it.each<[string, Partial<CookieFacts>]>([
  ['of analytics, which scripts set', { name: '_hjSession_123' }],
  ['of forms', { name: 'csrftoken', httpOnly: true }],
  ['of a sign-in under way', { name: 'auth_state', httpOnly: true }],
  ['that is HttpOnly and named after nothing', { name: '__cf_bm', httpOnly: true }],
  ['that a provider keeps beside its session', { name: 'sRefreshToken', httpOnly: true }],
  ['that was emptied', { name: 'sid', value: '' }],
  ['that holds a broken token', { name: 'sid', value: 'eyJbroken' }],
  ['of another site, such as a frame’s', { name: 'sid', domain: 'widget.example', httpOnly: true }],
])('takes no cookie for a session %s', (_, cookie) => {
  expect(sessionOf(cookie)).toBeUndefined();
});

it('prefers a token, which can be read', () => {
  const recording = record(
    cookiesListed([
      { name: 'a.sid', value: 'opaque', httpOnly: true },
      { name: 'z', value: makeToken({ sub: 'me' }) },
    ]),
  );

  expect(listSessions(recording, listCredentials(recording))[0]?.view?.credential.name).toBe('z');
});

const responded: ActionEnd = {
  status: 'responded',
  http: { status: 200, url: 'http://localhost:3000/refresh', redirected: false, contentType: null, body: '' },
};
const sid = (value: string, name = 'sid') => ({ name, value, httpOnly: true });

function refresh(before: RecordingEvent, during: readonly RecordingEvent[], end = responded) {
  const started = { at: 1_000, id: 'action-1', provider: 'other', action: 'custom-request', options: {} };
  const recording = record(
    navigated(),
    before,
    { type: 'action-started', ...started },
    ...during,
    actionEnded(end, 1_400),
    // Long after, it is no work of the action's.
    cookieSet(sid('much later'), 9_000),
  );
  const proof = recording.actions[0] && proveAction(recording, recording.actions[0]);
  return (
    proof && { cookie: proof.cookie, headline: describeProof(proof).headline, words: describeProof(proof).reasons }
  );
}

it('proves a refresh by the cookies whose value is another one', () => {
  const before = cookiesListed([sid('one'), sid('r1', 'refresh_token'), sid('same', 'device_session')]);
  const during = [cookieSet(sid('two'), 1_100), cookieSet(sid('r2', 'refresh_token'), 1_500)];

  expect(refresh(before, during)).toEqual({
    cookie: { state: 'new-value', names: ['sid', 'refresh_token'] },
    headline: 'Your endpoint answered 200 in 400 ms, new value in sid, refresh_token',
    words: [expect.stringContaining('there are no claims to compare')],
  });
});

it('tells of a value that is split over several cookies as of one', () => {
  const parts = (value: string) => [0, 1].map((index) => sid(`${value} ${index}`, `sid.${index}`));
  const during = parts('two').map((part) => cookieSet(part, 1_100));

  expect(refresh(cookiesListed(parts('one')), during)?.cookie).toEqual({ state: 'new-value', names: ['sid'] });
});

it('counts a cookie that was not there before', () => {
  expect(refresh(cookiesListed([]), [cookieSet(sid('one'), 1_100)])?.cookie).toEqual({
    state: 'new-value',
    names: ['sid'],
  });
});

it('says that a value stayed the same', () => {
  expect(refresh(cookiesListed([sid('one')]), [cookieSet(sid('one'), 1_100)])).toEqual({
    cookie: { state: 'same-value', names: ['sid'] },
    headline: 'Your endpoint answered 200 in 400 ms, same value in sid',
    words: [],
  });
});

it('says that a cookie is gone', () => {
  const removed: RecordingEvent = { type: 'cookie-removed', at: 1_100, cookie: makeCookie(sid('one', 'other_sid')) };

  expect(refresh(cookiesListed([sid('one', 'other_sid')]), [removed])?.cookie).toEqual({
    state: 'gone',
    name: 'other_sid',
  });
});

it('says nothing of cookies where no answer came', () => {
  const unreachable: ActionEnd = { status: 'unreachable', message: 'Failed to fetch' };

  expect(refresh(cookiesListed([sid('one')]), [], unreachable)?.cookie).toEqual({ state: 'none' });
});

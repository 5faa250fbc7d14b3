import { expect, it } from 'vitest';
import { isOfInterest, isSessionName } from '@/lib/recording/interest.ts';
import { makeToken } from '../support/tokens.ts';

it.each([
  '__session',
  'ASP.NET_SessionId',
  'PHPSESSID',
  'JSESSIONID',
  'connect.sid',
  'koa_sid',
  'sid',
  'sid_guard',
  'next-auth.session-token',
  'sb-abc-auth-token',
  'XSRF-TOKEN',
  'csrftoken',
  'remember_me',
  'sRefreshToken',
  'id.jwt',
  '.AspNetCore.Identity.Application',
])('takes %s for a name of a session', (name) => {
  expect(isSessionName(name)).toBe(true);
  expect(isOfInterest(name, 'opaque')).toBe(true);
});

it.each(['theme', 'lang', '_ga', 'sidebar_state', 'inside', 'residence', ''])(
  'takes %j for no name of a session',
  (name) => {
    expect(isSessionName(name)).toBe(false);
    expect(isOfInterest(name, 'dark')).toBe(false);
  },
);

it('is interested in a token that is broken', () => {
  expect(isOfInterest('theme', 'eyJbroken')).toBe(true);
  expect(isOfInterest('theme', 'Bearer eyJbroken')).toBe(true);
  expect(isOfInterest('theme', 'theyJust')).toBe(false);
});

it('is interested in a token whatever its name', () => {
  expect(isOfInterest('theme', makeToken({ sub: 'a' }))).toBe(true);
  expect(isOfInterest('theme', encodeURIComponent(JSON.stringify({ a: makeToken({}) })))).toBe(true);
});

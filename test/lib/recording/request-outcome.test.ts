import { expect, it } from 'vitest';
import { outcomeOf } from '@/lib/recording/request-outcome.ts';
import { makeRequest } from '../support/events.ts';

it.each([
  [200, '2xx'],
  [204, '2xx'],
  [304, '2xx'],
  [302, 'redirect'],
  [401, 'rejected'],
  [403, 'rejected'],
  [404, 'failed'],
  [500, 'failed'],
  [0, 'failed'],
])('counts %i as %s', (status, outcome) => {
  expect(outcomeOf(makeRequest({ status }))).toBe(outcome);
});

it.each([
  ['the backend says so', { verdict: { 'x-clerk-auth-status': 'handshake' } }],
  ['it comes back from one', { url: 'http://localhost:3000/?__clerk_handshake=a.b.c' }],
  ['it goes to one', { url: 'https://clerk.test/v1/client/handshake?redirect_url=x' }],
  [
    'it sets the cookie of one',
    { received: [{ place: 'set-cookie' as const, name: '__clerk_handshake', value: 'x' }] },
  ],
])('tells a handshake from another redirect, where %s', (_, request) => {
  expect(outcomeOf(makeRequest({ ...request, status: 307 }))).toBe('handshake');
});

it('is no handshake without a redirect', () => {
  expect(outcomeOf(makeRequest({ verdict: { 'x-clerk-auth-status': 'handshake' }, status: 401 }))).toBe('rejected');
});

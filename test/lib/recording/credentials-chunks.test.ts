import { expect, it } from 'vitest';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { CookieFacts, RecordingEvent } from '@/lib/recording/event.ts';
import { cookiesListed, record, requested } from '../support/events.ts';
import { makeToken } from '../support/tokens.ts';

const token = makeToken({ sub: 'user_1' });
const half = token.length / 2;
const chunks: Partial<CookieFacts>[] = [
  { name: 'app.0', value: token.slice(0, half) },
  { name: 'app.1', value: token.slice(half) },
];
const list = (...events: RecordingEvent[]) => listCredentials(record(...events));

it('joins a token that was split over several cookies', () => {
  expect(list(cookiesListed(chunks.toReversed(), 7))).toMatchObject([
    {
      credential: { name: 'app', where: 'cookie', sightings: [{ value: token, firstAt: 7, lastAt: 7 }] },
      raw: token,
      token: { format: 'jws', claims: { sub: 'user_1' } },
      parts: ['app.0', 'app.1'],
    },
  ]);
});

it('does not join parts of different domains, paths or partitions, nor what is gone to what is there', () => {
  const apart = (difference: Partial<CookieFacts>) =>
    list(cookiesListed([{ ...chunks[0] }, { ...chunks[1], ...difference }]));

  for (const difference of [{ domain: 'app.localhost' }, { path: '/api' }, { partition: 'http://localhost' }]) {
    expect(apart(difference)).toMatchObject([{ token: { format: 'opaque' }, parts: [] }]);
  }
  expect(list(cookiesListed(chunks), cookiesListed([{ ...chunks[1] }]))).toMatchObject([
    { token: { format: 'opaque' }, parts: [], credential: { present: false } },
  ]);
});

it('tells the joined cookie from the one of that name before it was split', () => {
  const before = [{ name: 'app', value: makeToken({ sub: 'user_0' }) }];
  const views = list(cookiesListed(before), cookiesListed(chunks));

  expect(views).toMatchObject([
    { credential: { name: 'app', present: true }, raw: token },
    { credential: { name: 'app', present: false } },
  ]);
  expect(views[0]?.credential.id).not.toBe(views[1]?.credential.id);
});

it('shows a split token once when requests carry it as well', () => {
  const sent = chunks.map(({ name = '', value = '' }) => ({ place: 'cookie' as const, name, value }));

  expect(list(cookiesListed(chunks), requested({ sent }))).toHaveLength(1);
  expect(list(requested({ sent }))).toMatchObject([
    { credential: { where: 'request-cookie' }, parts: ['app.0', 'app.1'] },
  ]);
});

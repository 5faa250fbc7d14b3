import { expect, it } from 'vitest';
import type { Carried } from '@/lib/recording/event.ts';
import { record, requested } from '../support/events.ts';
import { makeToken } from '../support/tokens.ts';

const carried = (place: Carried['place'], name: string, value = 'x'): Carried => ({ place, name, value });

it('keeps requests in the order in which they ended', () => {
  const recording = record(requested({ url: 'http://localhost/1' }), requested({ url: 'http://localhost/2' }));

  expect(recording.requests.map(({ url }) => url)).toEqual(['http://localhost/1', 'http://localhost/2']);
});

it('tells what a request carried from what its response carried', () => {
  const recording = record(
    requested({
      url: 'http://localhost:3000/api',
      sent: [carried('authorization', 'Authorization'), carried('cookie', 'c'), carried('header', 'X-Token')],
      received: [carried('set-cookie', 'c'), carried('header', 'X-Token'), carried('body', 'jwt')],
    }),
  );

  expect([...recording.credentials.values()].map(({ where, name }) => `${where} ${name}`)).toEqual([
    'request-header Authorization',
    'request-cookie c',
    'request-header X-Token',
    'response-cookie c',
    'response-header X-Token',
    'response-body jwt',
  ]);
});

it('files what a request carried under its host, and apart from cookies of the same name', () => {
  const sent = [carried('cookie', 'c')];
  const recording = record(
    requested({ url: 'http://localhost:3000/a', sent }),
    requested({ url: 'http://localhost:3000/b', sent }),
    requested({ url: 'http://localhost:4000/a', sent }),
    requested({ url: 'not an address', sent }),
  );

  expect([...recording.credentials.values()].map(({ scope }) => scope)).toEqual([
    'localhost:3000',
    'localhost:4000',
    '',
  ]);
});

it('knows neither path nor partition of what a request carried', () => {
  const [credential] = record(requested({ sent: [carried('cookie', 'c')] })).credentials.values();

  expect(credential).toMatchObject({ path: '', partition: null, cookie: null });
});

it('dates what was sent by the start of a request, and what was received by the end of its response', () => {
  const recording = record(
    requested({
      startedAt: 1_000,
      duration: 50,
      sent: [carried('cookie', 'sent', makeToken({ n: 1 }))],
      received: [carried('body', 'received', makeToken({ n: 2 }))],
    }),
  );

  expect([...recording.credentials.values()].map(({ sightings }) => sightings[0].firstAt)).toEqual([1_000, 1_050]);
  expect([...recording.tokens.values()]).toMatchObject([
    { number: 1, firstAt: 1_000 },
    { number: 2, firstAt: 1_050 },
  ]);
});

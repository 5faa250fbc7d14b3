import { expect, it } from 'vitest';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { compareLastTwo } from '@/lib/recording/comparison.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import { readRecording } from '@/lib/recording/file/read.ts';
import { writeRedacted } from '@/lib/recording/file/write.ts';
import { listSessions } from '@/lib/recording/session.ts';
import { makeAccessToken as makeRoqAccessToken, makeRoqToken } from '../../providers/roq/tokens.ts';
import { makeAccessToken, makeFrontToken } from '../../providers/supertokens-samples.ts';
import { cookiesListed, granted, navigated, storageListed } from '../../support/events.ts';
import { makeClerkToken, makeToken } from '../../support/tokens.ts';

/** What matters of a recording, without what anything is called. */
function shapeOf(events: readonly RecordingEvent[]) {
  const recording = fold(EMPTY_RECORDING, events);
  const views = listCredentials(recording);
  return {
    credentials: views.map(({ credential, provider, token, number, isSession, companion, parts, tokens }) => ({
      name: credential.name,
      provider: provider?.id,
      format: token.format,
      number,
      isSession,
      companion,
      parts,
      paths: tokens.map(({ path }) => path),
    })),
    sessions: listSessions(recording, views).map(({ provider, countdown, view }) => ({
      provider: provider.id,
      iat: countdown?.claims['iat'],
      exp: countdown?.claims['exp'],
      changes: view && compareLastTwo(recording, view.credential)?.changes.map(({ path, kind }) => [path, kind]),
    })),
  };
}

function redacted(events: readonly RecordingEvent[]): readonly RecordingEvent[] {
  const result = readRecording(writeRedacted(events, { exportedAt: 0, app: { version: '', browser: '' } }));
  if (result.status === 'failed') throw new Error(result.message);
  return result.recording.events;
}

const supabase = (claims: object) => {
  const session = JSON.stringify({
    access_token: makeToken({ ...claims, sub: '5f7c8ec7-33c6-4c00-8bba-fe820a1b2c3d' }),
  });
  const value = `base64-${Buffer.from(session).toString('base64url')}`;
  return [
    { name: 'sb-app-auth-token.0', value: value.slice(0, 100) },
    { name: 'sb-app-auth-token.1', value: value.slice(100) },
  ];
};

it.each<[string, RecordingEvent[]]>([
  [
    'Clerk',
    [
      cookiesListed([{ value: makeClerkToken() }, { name: '__client_uat', value: '1763700000' }]),
      cookiesListed([{ value: makeClerkToken({ iat: 1_001, plan: 'pro' }) }]),
    ],
  ],
  [
    'ROQ',
    [
      cookiesListed([{ name: 'roq-session-token', value: makeRoqToken({}) }]),
      cookiesListed([
        { name: 'roq-session-token', value: makeRoqToken({ roqAccessToken: makeRoqAccessToken({ exp: 9 }) }) },
      ]),
    ],
  ],
  [
    'SuperTokens',
    [
      cookiesListed([
        { name: 'sAccessToken', value: makeAccessToken() },
        { name: 'sFrontToken', value: makeFrontToken() },
      ]),
      cookiesListed([
        { name: 'sAccessToken', value: makeAccessToken({ role: 'admin' }) },
        { name: 'sFrontToken', value: makeFrontToken({ role: 'admin' }) },
      ]),
    ],
  ],
  ['SuperTokens by its front token alone', [cookiesListed([{ name: 'sFrontToken', value: makeFrontToken() }])]],
  ['Supabase, in parts', [cookiesListed(supabase({ exp: 1_060 })), cookiesListed(supabase({ exp: 1_120, role: 'x' }))]],
  [
    'a token in storage',
    [storageListed({ auth: JSON.stringify({ user: { id: 7 }, token: makeToken({ exp: 1_060 }) }) })],
  ],
  [
    'a token behind percent signs',
    [cookiesListed([{ name: 'auth', value: encodeURIComponent(`{"t":"${makeToken({})}"}`) }])],
  ],
])('leaves what is seen of %s as it was', (_, events) => {
  const all = [navigated(), granted(), ...events];

  expect(shapeOf(redacted(all))).toEqual(shapeOf(all));
  expect(shapeOf(all).credentials).not.toEqual([]);
});

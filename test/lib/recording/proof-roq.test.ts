import { expect, it } from 'vitest';
import type { ActionEnd, RecordingEvent } from '@/lib/recording/event.ts';
import { proveAction } from '@/lib/recording/proof.ts';
import { describeProof } from '@/lib/recording/words.ts';
import { makeAccessToken, makeIdToken, makeRoqToken } from '../providers/roq/tokens.ts';
import { actionEnded, cookiesListed, record, requested } from '../support/events.ts';

const URL = 'http://localhost:3000/api/refresh';
const NAME = 'roq-session-token';
const old = makeRoqToken();
const renewed = { iat: 2_000, exp: 2_300 };
const fresh = makeRoqToken({
  id: 'session_2',
  ...renewed,
  roqAccessToken: makeAccessToken(renewed),
  roqIdToken: makeIdToken({ ...renewed, roles: ['admin'] }),
});

const answered = (status: number, body: object): ActionEnd => ({
  status: 'responded',
  http: { status, url: URL, redirected: false, contentType: 'application/json', body: JSON.stringify(body) },
});

function refetch(end: ActionEnd, ...during: RecordingEvent[]) {
  const recording = record(
    cookiesListed([{ name: NAME, value: old }]),
    {
      type: 'action-started',
      at: 1_000,
      id: 'action-1',
      provider: 'roq',
      action: 'refetch-session',
      options: { path: '/api/refresh' },
    },
    requested({ url: URL, startedAt: 1_010 }),
    ...during,
    actionEnded(end, 1_400),
  );
  const proof = recording.actions[0] && proveAction(recording, recording.actions[0]);
  if (!proof) throw new Error('No action was recorded');
  return { ...proof, headline: describeProof(proof).headline };
}

it('proves a refetch by the cookie that it wrote, though the session’s id is a new one', () => {
  const body = { status: 'authenticated', session: { id: 'session_2' } };
  const proof = refetch(answered(200, body), cookiesListed([{ name: NAME, value: fresh }], 1_300));

  expect(proof).toMatchObject({
    call: 'GET /api/refresh',
    headline: 'Session refetched in 400 ms, new token, 2 claims changed',
    cookie: { state: 'rewritten', name: NAME },
    requests: [{ url: URL }],
  });
  expect(proof.changes.filter(({ expected }) => !expected).map(({ path }) => path.join('.'))).toEqual([
    'id',
    'roqIdToken.roles',
  ]);
});

it('sees that the cookie was cleared', () => {
  const proof = refetch(answered(401, { code: 'SESSION_EXPIRED' }), cookiesListed([], 1_300));

  expect(proof).toMatchObject({
    headline: 'The session has expired, 401 SESSION_EXPIRED in 400 ms',
    cookie: { state: 'gone', name: NAME },
  });
});

it('sees that a failure left the cookie alone', () => {
  expect(refetch(answered(200, { success: false }))).toMatchObject({
    headline: 'Refetch failed, in spite of its 200 in 400 ms',
    cookie: { state: 'none' },
    verdict: { kind: 'responded', changed: undefined },
  });
});

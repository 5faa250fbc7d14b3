import { expect, it } from 'vitest';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { proveAction } from '@/lib/recording/proof.ts';
import { actionEnded, actionStarted, cookiesListed, cookieSet, record } from '../../support/events.ts';
import { END, START } from '../../support/proof.ts';
import { makeClerkToken } from '../../support/tokens.ts';

const acme = makeClerkToken({ o: { id: 'org_1' }, jti: 'a' });

function proveTokenFor(organizationId: string) {
  const minted = makeClerkToken({ o: { id: organizationId }, jti: 'b' });
  const recording = record(
    cookiesListed([{ value: acme }]),
    { ...actionStarted(START, 'get-token'), options: { organizationId } } as RecordingEvent,
    // Another organization becomes the active one while it runs: that says nothing about before.
    cookieSet({ value: makeClerkToken({ o: { id: 'org_2' }, jti: 'c' }) }, START + 1),
    actionEnded({ status: 'done', token: minted }, END),
  );
  const [action] = recording.actions;
  return action && proveAction(recording, action);
}

it('compares a token for the active organization, and leaves one for another to itself', () => {
  expect(proveTokenFor('org_1')).toMatchObject({ verdict: { kind: 'new-token', changed: 0 } });
  expect(proveTokenFor('org_2')).toMatchObject({ verdict: { kind: 'other-token' }, changes: [] });
});

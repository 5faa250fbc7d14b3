import { listCredentials, type CredentialView } from '@/lib/recording/credentials.ts';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import { createExchangeSelector, type Exchange } from '@/lib/recording/exchange.ts';
import type { Recording } from '@/lib/recording/recording.ts';
import { createLanes, type Lane } from '@/lib/recording/lanes.ts';
import { proveAction, type Proof } from '@/lib/recording/proof.ts';
import { listSessions, sessionClock, type Session } from '@/lib/recording/session.ts';

/** Everything the panel shows, derived from a recording. */
export interface Scene {
  readonly recording: Recording;
  readonly credentials: readonly CredentialView[];
  readonly sessions: readonly Session[];
  readonly skew: ClockSkew;
  readonly exchanges: readonly Exchange[];
  /** Of each credential, in their order: what its heartbeat is drawn from. */
  readonly lanes: readonly Lane[];
  /** Of the last action; undefined before the first. */
  readonly proof: Proof | undefined;
}

/** The last scene is kept, so that asking twice for one recording costs nothing and gives one object. */
export function createSceneSelector(): (recording: Recording) => Scene {
  const lanesOf = createLanes();
  let last: Scene | undefined;
  const listExchanges = createExchangeSelector();
  return (recording) => {
    if (last?.recording === recording) return last;
    const credentials = listCredentials(recording);
    const action = recording.actions.at(-1);
    const skew = steady(last?.skew, sessionClock(recording));
    last = {
      recording,
      credentials,
      sessions: listSessions(recording, credentials),
      exchanges: listExchanges(recording),
      skew,
      lanes: lanesOf(recording, credentials, skew),
      proof: action && proveAction(recording, action),
    };
    return last;
  };
}

/** Keeps the object where the measurement is the same, so that what depends on it is not drawn again. */
function steady(before: ClockSkew | undefined, now: ClockSkew): ClockSkew {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

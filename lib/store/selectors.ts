import { listCredentials, type CredentialView } from '@/lib/recording/credentials.ts';
import type { ClockSkew } from '@/lib/recording/clock.ts';
import { createExchangeSelector, type Exchange } from '@/lib/recording/exchange.ts';
import type { Recording } from '@/lib/recording/fold.ts';
import { proveAction, type Proof } from '@/lib/recording/proof.ts';
import { listSessions, sessionClock, type Session } from '@/lib/recording/session.ts';

/** Everything the panel shows, derived from a recording. */
export interface Scene {
  readonly recording: Recording;
  readonly credentials: readonly CredentialView[];
  readonly sessions: readonly Session[];
  readonly skew: ClockSkew;
  readonly exchanges: readonly Exchange[];
  /** Of the last action; undefined before the first. */
  readonly proof: Proof | undefined;
}

/** The last scene is kept, so that asking twice for one recording costs nothing and gives one object. */
export function createSceneSelector(): (recording: Recording) => Scene {
  let last: Scene | undefined;
  const listExchanges = createExchangeSelector();
  return (recording) => {
    if (last?.recording === recording) return last;
    const credentials = listCredentials(recording);
    const action = recording.actions.at(-1);
    last = {
      recording,
      credentials,
      sessions: listSessions(recording, credentials),
      skew: steady(last?.skew, sessionClock(recording)),
      exchanges: listExchanges(recording),
      proof: action && proveAction(recording, action),
    };
    return last;
  };
}

/** Keeps the object where the measurement is the same, so that what depends on it is not drawn again. */
function steady(before: ClockSkew | undefined, now: ClockSkew): ClockSkew {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

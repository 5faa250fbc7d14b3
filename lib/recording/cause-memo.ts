import type { DecodedToken } from '@/lib/token/decode.ts';
import { isNumericDate } from '@/lib/token/expiry.ts';
import type { FoundToken } from '@/lib/token/nested.ts';
import { mayHaveMade, narrowerOf } from './action-index.ts';
import { causesOf, SETTLING, type Causes } from './cause.ts';
import type { ClockSkew } from './clock.ts';
import type { Millis, RequestFacts } from './event.ts';
import { EMPTY_RECORDING, type RecordedAction, type RecordedToken, type Recording } from './recording.ts';

/** Causes of tokens, of one recording as it grows: asked for anew where something came that they may rest on. */
export interface CauseMemo {
  /** Takes in a recording; whether it is the one from before that has grown. */
  readonly read: (recording: Recording, skew: ClockSkew) => boolean;
  /** Undefined for a token that is not in the recording. */
  readonly of: (found: FoundToken) => Causes | undefined;
  /** Undefined for one that was not asked about. */
  readonly known: (raw: string) => Causes | undefined;
  /** The tokens whose causes turned out to be others, one after another. It only grows, until a recording is another one. */
  readonly corrected: readonly string[];
}

interface Known {
  readonly token: RecordedToken;
  /** In milliseconds; NaN where the token does not say. */
  readonly iat: Millis;
  readonly causes: Causes;
}

export function createCauseMemo(): CauseMemo {
  let last = EMPTY_RECORDING;
  let lastSkew: ClockSkew = { state: 'unknown' };
  let corrected: string[] = [];
  const known = new Map<string, Known>();
  /** Those of which more may be known in a moment. */
  const open = new Set<string>();

  function ask(raw: string, iat: Millis): Causes | undefined {
    const token = last.tokens.get(raw);
    const causes = token && causesOf(narrowerOf(last.actions)(last, token, raw), raw, lastSkew);
    if (!causes) return undefined;
    const before = known.get(raw);
    const kept = before && isSame(before.causes, causes) ? before.causes : causes;
    known.set(raw, { token, iat, causes: kept });
    if (isYoung(last, token)) open.add(raw);
    else open.delete(raw);
    return kept;
  }

  return {
    get corrected() {
      return corrected;
    },
    of: ({ raw, token }) => known.get(raw)?.causes ?? ask(raw, iatOf(token)),
    known: (raw) => known.get(raw)?.causes,
    read(recording, skew) {
      const [before, skewBefore] = [last, lastSkew];
      [last, lastSkew] = [recording, skew];
      if (!isContinued(before, recording)) {
        known.clear();
        open.clear();
        corrected = [];
        return false;
      }
      const isDoubtful = doubt(before, recording, skewBefore, skew);
      const doubtful = isDoubtful ? [...known].filter(([raw, each]) => isDoubtful(each, raw)).map(([raw]) => raw) : [];
      for (const raw of new Set([...open, ...doubtful])) {
        const each = known.get(raw);
        if (each && ask(raw, each.iat) !== each.causes) corrected.push(raw);
      }
      return true;
    },
  };
}

function isContinued(before: Recording, { startedAt, dropped, requests, actions }: Recording): boolean {
  const known = before.requests.length;
  return (
    before.startedAt === startedAt &&
    before.dropped === dropped &&
    requests.length >= known &&
    requests[0] === (before.requests[0] ?? requests[0]) &&
    requests[known - 1] === before.requests.at(-1) &&
    actions.length >= before.actions.length &&
    actions[0]?.id === (before.actions[0] ?? actions[0])?.id
  );
}

/** Which causes what is new may tell otherwise; undefined where it can be none's. */
function doubt(before: Recording, now: Recording, skewBefore: ClockSkew, skew: ClockSkew) {
  const since = startOf(now.requests, before.requests.length);
  const tokens = now.tokens === before.tokens ? undefined : now.tokens;
  const actions = changedActions(before.actions, now.actions);
  const [low, high] = [offsetOf(skewBefore), offsetOf(skew)].toSorted((a, b) => a - b) as [Millis, Millis];
  if (since === Infinity && !tokens && actions.length === 0 && low === high) return undefined;
  const startedAt = now.startedAt ?? 0;
  return ({ token, iat }: Known, raw: string) =>
    token.firstAt >= since ||
    (tokens && tokens.get(raw) !== token) ||
    // The clock's skew says what was minted before the recording began.
    (low !== high && iat > startedAt + low - MARGIN && iat < startedAt + high + MARGIN) ||
    actions.some((action) => mayHaveMade(action, token, raw));
}

/** `iat` has whole seconds. */
const MARGIN = 2_000;

/** When the first of the requests that came since began; each was recorded when it ended. */
function startOf(requests: readonly RequestFacts[], since: number): Millis {
  let start = Infinity;
  for (let index = since; index < requests.length; index++)
    start = Math.min(start, requests[index]?.startedAt ?? start);
  return start;
}

/** As they were and as they are. */
function changedActions(before: readonly RecordedAction[], now: readonly RecordedAction[]): RecordedAction[] {
  if (before === now) return [];
  return now.flatMap((action, index) => {
    const old = before[index];
    return old === action ? [] : old ? [old, action] : [action];
  });
}

const offsetOf = (skew: ClockSkew) => (skew.state === 'measured' ? skew.offset : 0);

const isYoung = ({ lastAt }: Recording, { firstAt }: RecordedToken) => lastAt === null || lastAt < firstAt + SETTLING;

const isSame = (a: Causes, b: Causes) =>
  a.length === b.length &&
  a.every(({ kind, evidence, request }, index) => {
    const other = b[index];
    return other?.kind === kind && other.evidence === evidence && other.request === request;
  });

function iatOf(token: DecodedToken): Millis {
  const iat = token.format === 'jws' ? token.claims['iat'] : undefined;
  return isNumericDate(iat) ? iat * 1_000 : NaN;
}

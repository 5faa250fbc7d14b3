import { causesOf, SETTLING, type Causes } from './cause.ts';
import type { ClockSkew } from './clock.ts';
import { continues } from './continues.ts';
import type { Millis, RequestFacts } from './event.ts';
import { EMPTY_RECORDING, type RecordedAction, type RecordedToken, type Recording } from './recording.ts';

/** Causes of tokens, of one recording as it grows: asked for anew where something came that they may rest on. */
export interface CauseMemo {
  /** Takes in a recording; whether it is the one from before that has grown. */
  readonly read: (recording: Recording, skew: ClockSkew) => boolean;
  /** Undefined for a token that is not in the recording. */
  readonly of: (raw: string) => Causes | undefined;
  /** The tokens whose causes turned out to be others, one after another. It only grows, until a recording is another one. */
  readonly corrected: readonly string[];
}

interface Known {
  readonly token: RecordedToken;
  readonly causes: Causes;
}

export function createCauseMemo(): CauseMemo {
  let last = EMPTY_RECORDING;
  let lastSkew: ClockSkew = { state: 'unknown' };
  let corrected: string[] = [];
  const known = new Map<string, Known>();
  /** Those of which more may be known in a moment. */
  const open = new Set<string>();

  function ask(raw: string): Causes | undefined {
    const token = last.tokens.get(raw);
    const causes = token && causesOf(last, raw, lastSkew);
    if (!causes) return undefined;
    const before = known.get(raw);
    const kept = before && isSame(before.causes, causes) ? before.causes : causes;
    known.set(raw, { token, causes: kept });
    if (isYoung(last, token)) open.add(raw);
    else open.delete(raw);
    return kept;
  }

  return {
    get corrected() {
      return corrected;
    },
    of: (raw) => known.get(raw)?.causes ?? ask(raw),
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
        if (each && ask(raw) !== each.causes) corrected.push(raw);
      }
      return true;
    },
  };
}

function isContinued(before: Recording, { startedAt, dropped, requests, actions }: Recording): boolean {
  return (
    before.startedAt === startedAt &&
    before.dropped === dropped &&
    continues(before.requests, requests) &&
    actions.length >= before.actions.length &&
    actions[0]?.id === (before.actions[0] ?? actions[0])?.id
  );
}

/** Which causes what is new may tell otherwise; undefined where it can be none's. */
function doubt(before: Recording, now: Recording, skewBefore: ClockSkew, skew: ClockSkew) {
  const since = startOf(now.requests, before.requests.length);
  const tokens = now.tokens === before.tokens ? undefined : now.tokens;
  const actions = changedActions(before.actions, now.actions);
  const isSkewed = offsetOf(skewBefore) !== offsetOf(skew);
  if (since === Infinity && !tokens && actions.length === 0 && !isSkewed) return undefined;
  return ({ token }: Known, raw: string) =>
    token.firstAt >= since ||
    (tokens && tokens.get(raw) !== token) ||
    // The clock's skew says when it was minted, which counts where no request is known to have brought it.
    (isSkewed && !token.broughtBy.some(({ startedAt }) => startedAt <= token.firstAt)) ||
    actions.some((action) => mayHaveMade(action, token, raw));
}

/** How far from a token's coming an action may be and still have to do with it. Milliseconds. */
const VICINITY = 5_000;

/** Whether an action may have made a token: it answered with it, or ran when that came. */
function mayHaveMade({ startedAt, endedAt, end }: RecordedAction, { firstAt, broughtBy }: RecordedToken, raw: string) {
  if (end?.status === 'done' && end.token === raw) return true;
  const times = [firstAt, ...broughtBy.map((request) => request.startedAt)];
  return startedAt <= Math.max(...times) + VICINITY && (endedAt ?? Infinity) >= Math.min(...times) - VICINITY;
}

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

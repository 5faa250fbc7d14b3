import type { Millis } from './event.ts';
import type { RecordedAction, RecordedToken, Recording } from './recording.ts';

/** How far from a token's coming an action may be and still have to do with it. Milliseconds. */
const VICINITY = 5_000;

/** When a token came: from the request that brought it, or its first sight, to the later of the two, and a little around. */
function comingOf({ firstAt, broughtBy: [request] }: RecordedToken): readonly [from: Millis, to: Millis] {
  const broughtAt = request?.startedAt ?? firstAt;
  return [Math.min(firstAt, broughtAt) - VICINITY, Math.max(firstAt, broughtAt) + VICINITY];
}

const endOf = ({ endedAt }: RecordedAction) => endedAt ?? Infinity;
const answerOf = ({ end }: RecordedAction) => (end?.status === 'done' ? end.token : null);

/** Whether an action may have made a token: it answered with it, or ran when that came. */
export function mayHaveMade(action: RecordedAction, token: RecordedToken, raw: string): boolean {
  const [from, to] = comingOf(token);
  return answerOf(action) === raw || (action.startedAt <= to && endOf(action) >= from);
}

/** A recording with those actions only that may have made a token, in their order. */
export type NarrowRecording = (recording: Recording, token: RecordedToken, raw: string) => Recording;

/** The same list is asked about many times. */
const known = new WeakMap<readonly RecordedAction[], NarrowRecording>();

/** Finds them among thousands without going over all. */
export function narrowerOf(actions: readonly RecordedAction[]): NarrowRecording {
  const narrower = known.get(actions) ?? createNarrower(actions);
  known.set(actions, narrower);
  return narrower;
}

function createNarrower(actions: readonly RecordedAction[]): NarrowRecording {
  const byStart = actions
    .map((action, index) => ({ action, index }))
    .toSorted((a, b) => a.action.startedAt - b.action.startedAt);
  // Until when any of those before it ran.
  let latest = -Infinity;
  const ends = byStart.map(({ action }) => (latest = Math.max(latest, endOf(action))));
  const byAnswer = Map.groupBy(actions.keys(), (index) => answerOf(actions[index] as RecordedAction));

  return (recording, token, raw) => {
    const [from, to] = comingOf(token);
    const found = new Set(byAnswer.get(raw));
    let at = countUntil(byStart, to) - 1;
    for (; at >= 0 && (ends[at] ?? 0) >= from; at--) {
      const { action, index } = byStart[at] as (typeof byStart)[number];
      if (endOf(action) >= from) found.add(index);
    }
    if (found.size === actions.length) return recording;
    const narrowed = [...found].toSorted((a, b) => a - b).map((index) => actions[index] as RecordedAction);
    return { ...recording, actions: narrowed };
  };
}

/** How many began until then. */
function countUntil(byStart: readonly { readonly action: RecordedAction }[], at: Millis): number {
  let [low, high] = [0, byStart.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((byStart[middle]?.action.startedAt ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

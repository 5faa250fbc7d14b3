import type { ActionEnd, RecordingEvent } from '@/lib/recording/event.ts';
import { proveAction, type Proof } from '@/lib/recording/proof.ts';
import { actionEnded, actionStarted, record } from './events.ts';

/** When the action of these tests starts and ends. */
export const START = 1_000;
export const END = 1_400;

interface Course {
  readonly before?: readonly RecordingEvent[];
  readonly during?: readonly RecordingEvent[];
  /** Null while it runs. */
  readonly end?: ActionEnd | null;
  readonly after?: readonly RecordingEvent[];
}

/** Proves a refresh around which these things happened. */
export function prove({ before = [], during = [], end = { status: 'done', token: null }, after = [] }: Course): Proof {
  const ended = end === null ? [] : [actionEnded(end, END)];
  const recording = record(...before, actionStarted(START), ...during, ...ended, ...after);
  const [action] = recording.actions;
  const proof = action && proveAction(recording, action);
  if (!proof) throw new Error('No action was recorded');
  return proof;
}

import type { RecordingEvent } from '@/lib/recording/event.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import { createSceneSelector, type Scene } from './selectors.ts';

/** Events that are folded and derived from within a few frames at most. */
const SLICE = 2_000;

/**
 * Makes a scene of what was recorded, however much it is, and lets the browser go on in between.
 *
 * @param select goes on from there, where the recording does.
 */
export async function deriveInSlices(
  events: readonly RecordingEvent[],
  select = createSceneSelector(),
): Promise<Scene> {
  let scene = select(fold(EMPTY_RECORDING, events.slice(0, SLICE)));
  for (let from = SLICE; from < events.length; from += SLICE) {
    await new Promise((resolve) => setTimeout(resolve));
    scene = select(fold(scene.recording, events.slice(from, from + SLICE)));
  }
  return scene;
}

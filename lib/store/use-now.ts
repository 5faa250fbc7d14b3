import { createContext, use, useSyncExternalStore } from 'react';
import type { Millis } from '@/lib/recording/event.ts';
import { createClock, type Clock } from './clock.ts';

export const ClockContext = createContext<Clock>(createClock());

/** The time of the one clock. A component that calls this is drawn again every second, so only what shows time may. */
export function useNow(): Millis {
  const clock = use(ClockContext);
  return useSyncExternalStore(clock.subscribe, clock.now);
}

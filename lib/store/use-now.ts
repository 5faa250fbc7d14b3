import { createContext, use, useSyncExternalStore } from 'react';
import type { Millis } from '@/lib/recording/event.ts';
import { createClock, type Clock } from './clock.ts';

export const ClockContext = createContext<Clock>(createClock());

/** The one clock, for what draws by itself. */
export const useClock = (): Clock => use(ClockContext);

/** The time of the one clock. A component that calls this is drawn again every second, so only what shows time may. */
export function useNow(): Millis {
  const clock = useClock();
  return useSyncExternalStore(clock.subscribe, clock.now);
}

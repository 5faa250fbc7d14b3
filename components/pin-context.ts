import { createContext } from 'react';
import type { Pin } from '@/lib/recording/pins.ts';

export interface PinControl {
  readonly pins: readonly Pin[];
  readonly onPin: (pin: Pin) => void;
}

/** Null where claims are not the session's, and so cannot be kept in sight. */
export const PinContext = createContext<PinControl | null>(null);

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Pointed } from './Lane.tsx';

/** Milliseconds until the card opens, and for the way from what it is about to the card. */
const OPEN_DELAY = 300;
const CLOSE_DELAY = 200;

export interface PointedState {
  /** What the card is about; undefined where none is open. */
  readonly pointed: Pointed | undefined;
  readonly onPoint: (pointed: Pointed | undefined) => void;
  /** Opens it at once: for the keyboard. */
  readonly open: (pointed: Pointed) => void;
  readonly close: () => void;
  /** The pointer is on the card, which so stays. */
  readonly hold: () => void;
}

/** When the card about a thing in a lane is open. */
export function usePointed(): PointedState {
  const [pointed, setPointed] = useState<Pointed>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef<Pointed>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const set = useCallback((next: Pointed | undefined) => {
    clearTimeout(timer.current);
    waiting.current = undefined;
    setPointed(next);
  }, []);
  const onPoint = useCallback(
    (next: Pointed | undefined) => {
      if (next && waiting.current && isSame(waiting.current, next)) return;
      clearTimeout(timer.current);
      waiting.current = next;
      timer.current = setTimeout(() => set(next), next ? OPEN_DELAY : CLOSE_DELAY);
    },
    [set],
  );
  const close = useCallback(() => set(undefined), [set]);
  const hold = useCallback(() => {
    clearTimeout(timer.current);
    waiting.current = undefined;
  }, []);

  useEffect(() => {
    if (!pointed) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // DevTools would open its drawer.
      event.preventDefault();
      event.stopPropagation();
      close();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [pointed, close]);

  return useMemo(() => ({ pointed, onPoint, open: set, close, hold }), [pointed, onPoint, set, close, hold]);
}

function isSame(a: Pointed, b: Pointed): boolean {
  if (a.lane.id !== b.lane.id) return false;
  const { target: one } = a;
  const { target: other } = b;
  if (one.kind === 'token') return other.kind === 'token' && one.bar.raw === other.bar.raw;
  if (one.kind === 'gap') return other.kind === 'gap' && one.gap.from === other.gap.from;
  return other.kind === 'requests' && one.marks[0]?.request === other.marks[0]?.request;
}

import { useCallback, useLayoutEffect, useRef } from 'react';

/** A callback that stays the same object and does what the last one given does, so that who is memoised stays so. */
export function useStable<Arguments extends readonly unknown[]>(
  callback: (...args: Arguments) => void,
): (...args: Arguments) => void {
  const latest = useRef(callback);
  useLayoutEffect(() => {
    latest.current = callback;
  });
  return useCallback((...args: Arguments) => latest.current(...args), []);
}

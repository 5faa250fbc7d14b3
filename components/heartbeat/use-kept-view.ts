import { useMemo, useState } from 'react';
import { INITIAL_VIEW, type View } from './view.ts';
import type { KeptView } from './use-view.ts';

const LIVE = {};

/** What of a recording's time was shown last: each has its own, and the live one is null. */
export function useKeptView(file: object | null): KeptView {
  const [views] = useState(() => new WeakMap<object, View>());
  return useMemo(() => {
    const of = file ?? LIVE;
    return { read: () => views.get(of) ?? INITIAL_VIEW, write: (view) => void views.set(of, view) };
  }, [views, file]);
}

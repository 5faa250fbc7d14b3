import type { Millis } from '@/lib/recording/event.ts';

/** What of the time is shown: a span, and where it ends; null follows now. */
export interface View {
  readonly span: Millis;
  readonly end: Millis | null;
}

export const SHORTEST: Millis = 60_000;
export const LONGEST: Millis = 8 * 3_600_000;

export const PRESETS: readonly { readonly label: string; readonly span: Millis }[] = [
  { label: '1 min', span: SHORTEST },
  { label: '5 min', span: 5 * 60_000 },
  { label: '30 min', span: 30 * 60_000 },
  { label: '2 h', span: 2 * 3_600_000 },
  { label: '8 h', span: LONGEST },
];

export const INITIAL_VIEW: View = { span: 5 * 60_000, end: null };

/** Where now is while it is followed: the rest is what current tokens have yet to live. */
const NOW_AT = 5 / 6;

export function windowOf({ span, end }: View, now: Millis): { readonly from: Millis; readonly to: Millis } {
  const to = end ?? now + span * (1 - NOW_AT);
  return { from: to - span, to };
}

/** Zooms about a point, given as a fraction of the width. While now is followed it stays where it is. */
export function zoomed(view: View, now: Millis, factor: number, fraction: number): View {
  const span = Math.min(LONGEST, Math.max(SHORTEST, view.span * factor));
  if (view.end === null) return { span, end: null };
  const { from } = windowOf(view, now);
  const pivot = from + view.span * fraction;
  return bounded({ span, end: pivot + span * (1 - fraction) }, now);
}

/** Moves by a fraction of the width; what is moved no longer follows now. */
export function panned(view: View, now: Millis, fraction: number): View {
  return bounded({ span: view.span, end: windowOf(view, now).to + view.span * fraction }, now);
}

export const following = (view: View): View => ({ span: view.span, end: null });

/** Brings a moment into sight, where it is not. */
export function revealing(view: View, now: Millis, at: Millis): View {
  const { from, to } = windowOf(view, now);
  if (at >= from && at <= to) return view;
  return bounded({ span: view.span, end: at + view.span / 2 }, now);
}

/** Now never leaves on the left: what comes after it is not known. */
function bounded({ span, end }: { readonly span: Millis; readonly end: Millis }, now: Millis): View {
  return { span, end: Math.min(end, now + span) };
}

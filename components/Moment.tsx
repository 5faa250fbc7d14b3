import { serverTime, type ClockSkew } from '@/lib/recording/clock.ts';
import { useNow } from '@/lib/store/use-now.ts';
import type { NumericDate } from '@/lib/token/decode.ts';
import { formatLocal, formatRelative, formatUtc } from './format.ts';

interface Props {
  readonly at: NumericDate;
  readonly skew: ClockSkew;
}

/** A NumericDate as a person reads it: local time, UTC, and how far from now. */
export function Moment({ at, skew }: Props) {
  const now = serverTime(useNow(), skew);
  const ms = at * 1_000;
  return (
    <time dateTime={new Date(ms).toISOString()}>
      {formatLocal(ms, now)}, {formatUtc(ms, now)}, {formatRelative(ms, now)}
    </time>
  );
}

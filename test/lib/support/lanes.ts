import type { Bar, Lane, RequestMark } from '@/lib/recording/lanes.ts';
import type { Millis } from '@/lib/recording/event.ts';
import { makeRequest } from './events.ts';

interface BarFacts extends Partial<Omit<Bar, 'stays'>> {
  readonly firstAt?: Millis;
  readonly lastAt?: Millis;
  readonly endedAt?: Millis | null;
}

/** A token that is there from its `iat` on. */
export function makeBar({ firstAt, lastAt, endedAt = null, ...bar }: BarFacts = {}): Bar {
  const { iat = 0, exp = 60 } = bar;
  const start = firstAt ?? iat ?? 0;
  return {
    raw: `${iat}.${exp}.${start}`,
    number: 1,
    iat,
    exp,
    stays: [{ firstAt: start, lastAt: lastAt ?? start, endedAt }],
    causes: [{ kind: 'sdk', evidence: 'POST /tokens brought it', request: undefined }],
    ...bar,
  };
}

export function makeMark({ startedAt = 0, ...mark }: Partial<RequestMark> & { startedAt?: Millis } = {}): RequestMark {
  return {
    request: makeRequest({ startedAt }),
    raw: 'raw',
    place: 'cookie',
    name: '__session',
    outcome: '2xx',
    renews: false,
    order: 0,
    exp: 60,
    ...mark,
  };
}

export const makeLane = (lane: Partial<Lane> = {}): Lane => ({
  id: 'id',
  name: '__session',
  sameAs: undefined,
  seenOnly: false,
  bars: [],
  requests: [],
  ...lane,
});

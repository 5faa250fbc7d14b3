import { isNumericDate } from '@/lib/token/expiry.ts';
import { causesOf, type Causes } from './cause.ts';
import type { ClockSkew } from './clock.ts';
import type { CredentialView } from './credentials.ts';
import type { Sighting } from './credential.ts';
import type { Millis } from './event.ts';
import type { Recording } from './recording.ts';
import { countingToken } from './session.ts';

/** A token in a credential: from when to when it is good, and from when to when it was there. */
export interface Lifetime {
  readonly raw: string;
  /** `#14` */
  readonly number: number | undefined;
  /** By the server's clock, in milliseconds; null where the token does not say. Of a nested token, where that counts. */
  readonly iat: Millis | null;
  readonly exp: Millis | null;
  /** By this machine's clock, as everything that follows. */
  readonly firstAt: Millis;
  readonly lastAt: Millis;
  /** When another value took its place, or it was found to be gone; null while it is there. */
  readonly endedAt: Millis | null;
  readonly causes: Causes;
}

/** What a credential carried, the oldest first. A token that came back after another is there twice. */
export function listLifetimes(recording: Recording, view: CredentialView, skew: ClockSkew): readonly Lifetime[] {
  const { sightings } = view.credential;
  return sightings.flatMap((sighting, index) => {
    const [main] = sighting.tokens;
    const causes = main && causesOf(recording, main.raw, skew);
    if (!causes) return [];
    const { firstAt, lastAt, lostAt } = sighting;
    return [
      {
        raw: main.raw,
        number: recording.tokens.get(main.raw)?.number,
        ...datesOf(view, sighting),
        firstAt,
        lastAt,
        endedAt: lostAt ?? sightings[index + 1]?.firstAt ?? null,
        causes,
      },
    ];
  });
}

function datesOf(view: CredentialView, { tokens }: Sighting): Pick<Lifetime, 'iat' | 'exp'> {
  const found = view.provider && view.isSession ? countingToken(view.provider, { tokens }) : tokens[0];
  const claims = found?.token.format === 'jws' ? found.token.claims : {};
  return { iat: millis(claims['iat']), exp: millis(claims['exp']) };
}

const millis = (value: unknown): Millis | null => (isNumericDate(value) ? value * 1_000 : null);

import { providers } from '@/lib/providers/index.ts';
import { isNumericDate } from '@/lib/token/expiry.ts';
import type { FoundToken } from '@/lib/token/nested.ts';
import { causesOf, type Causes } from './cause.ts';
import type { ClockSkew } from './clock.ts';
import type { CredentialView } from './credentials.ts';
import type { Credential } from './credential.ts';
import type { Millis } from './event.ts';
import type { Recording } from './recording.ts';
import { countingToken } from './session.ts';

/** A token in a credential: from when to when it is live, and from when to when it was there. */
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

/** Of what was put together from parts, such as cookies that a token is split over: as a whole it never came. */
const UNRECORDED: Causes = [{ kind: 'unknown', evidence: 'Its coming was not recorded', request: undefined }];

/** What a credential carried, the oldest first. A token that came back after another is there twice. */
export function listLifetimes(recording: Recording, view: CredentialView, skew: ClockSkew): readonly Lifetime[] {
  const { sightings } = view.credential;
  const causes = (raw: string) => causesOf(recording, raw, skew);
  return sightings.flatMap((_, index) => lifetimeOf(recording, view.credential, index, causes) ?? []);
}

/** Of one of its sightings; undefined where that held no token. */
export function lifetimeOf(
  { tokens }: Recording,
  { name, sightings }: Pick<Credential, 'name' | 'sightings'>,
  index: number,
  causesFor: (raw: string) => Causes | undefined,
): Lifetime | undefined {
  const sighting = sightings[index];
  const main = sighting?.tokens[0];
  if (!sighting || !main) return undefined;
  const causes = causesFor(main.raw) ?? UNRECORDED;
  const { firstAt, lastAt, lostAt } = sighting;
  const number = tokens.get(main.raw)?.number;
  const endedAt = lostAt ?? sightings[index + 1]?.firstAt ?? null;
  return { raw: main.raw, number, ...datesOf(name, sighting.tokens), firstAt, lastAt, endedAt, causes };
}

/** What counts depends on whose the token is, and not on what the credential holds by now. */
function datesOf(name: string, tokens: readonly FoundToken[]): Pick<Lifetime, 'iat' | 'exp'> {
  const [main] = tokens;
  const minter = main && providers.find(({ mints }) => mints(main.token));
  const isSession = minter?.sessionNames.some((pattern) => pattern.test(name));
  const found = minter && isSession ? countingToken(minter, { tokens }) : main;
  const claims = found?.token.format === 'jws' ? found.token.claims : {};
  return { iat: millis(claims['iat']), exp: millis(claims['exp']) };
}

const millis = (value: unknown): Millis | null => (isNumericDate(value) ? value * 1_000 : null);

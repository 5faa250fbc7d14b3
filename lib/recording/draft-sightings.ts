import { isSplit, partNamed } from '@/lib/token/chunks.ts';
import { MAX_TOKEN_LENGTH } from '@/lib/token/decode.ts';
import type { FoundToken } from '@/lib/token/nested.ts';
import {
  credentialId,
  currentSighting,
  sight,
  wholeId,
  type Credential,
  type CredentialKey,
  type Sighting,
  type Where,
} from './credential.ts';
import type { Draft } from './draft.ts';
import type { CookieFacts, Millis } from './event.ts';
import type { FirstSight } from './recording.ts';

/** Parts of one value that are not written together within this are two values. Milliseconds. */
const TEARING = 100;

/** Gives the value back as it is kept, so that many of the same take the memory of one. */
export function see(
  draft: Draft,
  key: CredentialKey,
  value: string,
  at: Millis,
  seen: FirstSight['seen'],
  cookie: CookieFacts | null = null,
) {
  const kept = keep(draft, { ...key, id: credentialId(key), cookie }, value, at, seen);
  seeWhole(draft, key, at, seen);
  return kept;
}

export interface Listed {
  readonly key: CredentialKey;
  readonly value: string;
  readonly cookie: CookieFacts | null;
}

/** What values amount to that were split is looked at once, when the last of the parts is there. */
export function seeListed(draft: Draft, listed: readonly Listed[], at: Millis, seen: FirstSight['seen']): void {
  const lastOf = new Map(listed.map(({ key }) => [partsId(key), key]));
  for (const { key, value, cookie } of listed) {
    keep(draft, { ...key, id: credentialId(key), cookie }, value, at, seen);
    if (lastOf.get(partsId(key)) === key) seeWhole(draft, key, at, seen);
  }
}

/** The same for all parts of one value; undefined for what is no part. */
function partsId(key: CredentialKey): string | undefined {
  const named = partNamed(key.name);
  return named && credentialId({ ...key, name: named.part(0) });
}

function keep(
  draft: Draft,
  credential: Omit<Credential, 'present' | 'sightings'>,
  value: string,
  at: Millis,
  seen: FirstSight['seen'],
) {
  const credentials = draft.credentials();
  const { id, name, cookie } = credential;
  const known = credentials.get(id);
  const last = known && currentSighting(known);
  const sighting = sight(last, name, value, at);
  const isLast = last?.firstAt === sighting.firstAt && last.value === sighting.value;
  const sightings = known ? draft.sightingsOf(known) : [];
  sightings.splice(isLast ? -1 : sightings.length, isLast ? 1 : 0, sighting);
  credentials.set(id, { ...credential, present: true, sightings: sightings as [Sighting, ...Sighting[]] });
  for (const token of sighting.tokens) giveNumber(draft, token, at, seen, cookie?.httpOnly ?? false);
  return sighting.value;
}

/** What a value amounts to that was split, of which one part was seen or lost. */
function seeWhole(draft: Draft, key: CredentialKey, at: Millis, seen: FirstSight['seen']): void {
  const named = partNamed(key.name);
  if (!named) return;
  const { where, scope, path, partition } = key;
  const whole = { where, name: named.whole, scope, path, partition };
  const parts = presentParts(draft, whole, named.part);
  const id = wholeId(whole);
  const values = parts.map((part) => currentSighting(part).value);
  // Longer ones hold no token, and it is the page that chooses how much there is to put together.
  const length = values.reduce((sum, part) => sum + part.length, 0);
  const value = length <= MAX_TOKEN_LENGTH && isSplit(values) ? values.join('') : null;
  forgetTorn(draft, id, value, at);
  if (value === null) return lose(draft, id, at);
  const cookie = parts[0]?.cookie ?? null;
  const names = parts.map(({ name }) => name);
  keep(
    draft,
    { ...whole, id, cookie: cookie && { ...cookie, name: whole.name, value }, parts: names },
    value,
    at,
    seen,
  );
}

function presentParts(draft: Draft, whole: CredentialKey, nameOf: (index: number) => string): readonly Credential[] {
  const parts: Credential[] = [];
  for (;;) {
    const part = draft.state.credentials.get(credentialId({ ...whole, name: nameOf(parts.length) }));
    if (!part?.present) return parts;
    parts.push(part);
  }
}

/** Parts are written one after another: what they amounted to in between was never there. */
function forgetTorn(draft: Draft, id: string, value: string | null, at: Millis): void {
  const known = draft.state.credentials.get(id);
  const last = known && currentSighting(known);
  if (!last || !known.present || last.value === value || Math.abs(at - last.firstAt) > TEARING) return;
  const { tokens, answers } = draft.state;
  const unproved = last.tokens.map(({ raw }) => ({ raw, ...tokens.get(raw) }));
  const isProved = unproved.some(({ raw, broughtBy = [] }) => broughtBy.length > 0 || answers.has(raw));
  if (isProved || (known.sightings.length === 1 && value === null)) return;
  for (const { raw, firstAt, number } of unproved.toReversed()) {
    if (firstAt !== last.firstAt) continue;
    draft.tokens().delete(raw);
    if (number === draft.state.nextNumber - 1) draft.state.nextNumber--;
  }
  const [first, ...more] = known.sightings.slice(0, -1);
  if (first) draft.credentials().set(id, { ...known, sightings: [first, ...more] });
  else draft.credentials().delete(id);
}

export function giveNumber(
  draft: Draft,
  { raw, mirror }: FoundToken,
  at: Millis,
  seen: FirstSight['seen'],
  httpOnly: boolean,
): void {
  if (draft.state.tokens.has(raw)) return;
  const { otherTabs, dropped } = draft.state;
  const number = mirror ? undefined : (dropped.numbers.get(raw) ?? draft.state.nextNumber++);
  draft.tokens().set(raw, { number, firstAt: at, first: { seen, httpOnly, otherTabs }, broughtBy: [] });
}

function lose(draft: Draft, id: string, at: Millis): void {
  const known = draft.state.credentials.get(id);
  if (!known?.present) return;
  const sightings = draft.sightingsOf(known);
  sightings.push({ ...(sightings.pop() ?? currentSighting(known)), lostAt: at });
  draft.credentials().set(id, { ...known, present: false, sightings: sightings as [Sighting, ...Sighting[]] });
}

export function remove(draft: Draft, key: CredentialKey, at: Millis): void {
  lose(draft, credentialId(key), at);
  seeWhole(draft, key, at, 'kept');
}

/** What is put together from parts goes with them. */
export function loseWhere(draft: Draft, isLost: (credential: Credential) => boolean, at: Millis): void {
  const lost = [...draft.state.credentials.values()].filter(
    (credential) => credential.present && credential.parts === undefined && isLost(credential),
  );
  for (const { id } of lost) lose(draft, id, at);
  for (const credential of new Map(lost.map((each) => [partsId(each), each])).values())
    seeWhole(draft, credential, at, 'kept');
}

export function loseUnlisted(
  draft: Draft,
  where: (where: Where) => boolean,
  listed: ReadonlySet<string>,
  at: Millis,
): void {
  loseWhere(draft, (credential) => where(credential.where) && !listed.has(credential.id), at);
}

import { currentSighting, STORAGE_AREAS, type Credential, type Sighting } from './credential.ts';
import type { CookieFacts, Dropped, Millis, RecordingEvent, StorageFacts } from './event.ts';
import type { RecordedToken, Recording } from './recording.ts';

/** A recording without what was over before a moment; what was still there then stays. */
export function forget(recording: Recording, { before, requests, tokens, numbers, next }: Dropped): Recording {
  const credentials = remaining(recording, before);
  const { dropped } = recording;
  return {
    ...recording,
    credentials,
    tokens: tokensOf(recording, credentials),
    nextNumber: Math.max(recording.nextNumber, next),
    navigations: recording.navigations.filter((at) => at >= before),
    actions: recording.actions.filter(({ endedAt }) => endedAt === null || endedAt >= before),
    requests: recording.requests.slice(requests),
    dropped: {
      before,
      requests: dropped.requests + requests,
      tokens: dropped.tokens + tokens,
      numbers: new Map(numbers),
    },
  };
}

function remaining({ credentials }: Recording, before: Millis): ReadonlyMap<string, Credential> {
  const kept = [...credentials.values()].flatMap((credential) => {
    const end = ({ lastAt, lostAt }: Sighting, index: number) =>
      lostAt ?? credential.sightings[index + 1]?.firstAt ?? (credential.present ? Infinity : lastAt);
    const sightings = credential.sightings.filter((sighting, index) => end(sighting, index) >= before);
    return sightings.length === 0 ? [] : [{ ...credential, sightings: sightings as [Sighting, ...Sighting[]] }];
  });
  return new Map(kept.map((credential) => [credential.id, credential]));
}

function tokensOf({ tokens }: Recording, credentials: ReadonlyMap<string, Credential>) {
  const seen = new Set(
    [...credentials.values()].flatMap(({ sightings }) => sightings.flatMap(({ tokens: held }) => held.map(rawOf))),
  );
  return new Map<string, RecordedToken>([...tokens].filter(([raw]) => seen.has(raw)));
}

const rawOf = ({ raw }: { readonly raw: string }) => raw;

/** Events that say how a recording stands at a moment, to begin a list with whose own beginning is dropped. */
export function checkpoint(recording: Recording, dropped: Dropped): RecordingEvent[] {
  const { url, access, otherTabs, looked, page, sdks, storageOmitted } = recording;
  const at = dropped.before;
  const present = [...recording.credentials.values()].filter((credential) => credential.present);
  const cookies = present.flatMap(({ cookie }): CookieFacts[] => (cookie ? [cookie] : []));
  return [
    { type: 'dropped', at, dropped },
    ...(url === null ? [] : [{ type: 'navigated' as const, at, url }]),
    { type: 'access', at, access },
    ...(otherTabs === null ? [] : [{ type: 'other-tabs' as const, at, count: otherTabs }]),
    ...(looked.cookies === null && cookies.length === 0 ? [] : [{ type: 'cookies-listed' as const, at, cookies }]),
    ...(looked.storage === null
      ? []
      : [{ type: 'storage-listed' as const, at, areas: areasOf(present, storageOmitted) }]),
    ...(page === null ? [] : [{ type: 'page-state' as const, at, snapshot: { page, sdks } }]),
  ];
}

function areasOf(present: readonly Credential[], omitted: number): StorageFacts[] {
  const stored = present.filter(({ where }) => STORAGE_AREAS.has(where));
  const groups = Map.groupBy(stored, ({ scope, where }) => JSON.stringify([scope, where]));
  return [...groups.values()].map((group, index) => ({
    origin: group[0]?.scope ?? '',
    area: group[0]?.where as StorageFacts['area'],
    entries: group.map((credential) => [credential.name, currentSighting(credential).value]),
    omitted: index === 0 ? omitted : 0,
  }));
}

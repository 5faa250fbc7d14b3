import type { Credential, Sighting } from './credential.ts';
import type { Dropped, Millis } from './event.ts';
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

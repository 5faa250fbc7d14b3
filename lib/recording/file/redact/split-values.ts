import { partNamed, type NamedValue } from '@/lib/token/chunks.ts';
import { credentialId, type Credential, type Sighting } from '../../credential.ts';
import type { RecordingEvent } from '../../event.ts';
import { fold } from '../../fold.ts';
import { EMPTY_RECORDING } from '../../recording.ts';

type Credentials = ReadonlyMap<string, Credential>;

/** Each value that the recording put together, as the list of its parts: cookies are told of one by one. */
export function splitValues(events: readonly RecordingEvent[]): readonly (readonly NamedValue[])[] {
  if (!events.some((event) => event.type === 'cookie-set' && partNamed(event.cookie.name))) return [];
  const { credentials } = fold(EMPTY_RECORDING, events);
  return [...credentials.values()].flatMap((whole) =>
    whole.sightings.map((sighting) => partsOf(credentials, whole, sighting)).filter((parts) => parts.length > 0),
  );
}

function partsOf(credentials: Credentials, whole: Credential, { value, firstAt }: Sighting): readonly NamedValue[] {
  const nameOf = partNamed(whole.parts?.[0] ?? '')?.part;
  if (!nameOf) return [];
  const parts: NamedValue[] = [];
  for (let rest = value; rest !== '';) {
    const name = nameOf(parts.length);
    const part = credentials.get(credentialId({ ...whole, name }))?.sightings.findLast((at) => at.firstAt <= firstAt);
    if (!part?.value || !rest.startsWith(part.value)) return [];
    parts.push({ name, value: part.value });
    rest = rest.slice(part.value.length);
  }
  return parts;
}

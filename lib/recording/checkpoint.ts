import { currentSighting, STORAGE_AREAS, type Credential } from './credential.ts';
import { tokensReceived } from './carried-tokens.ts';
import type { CookieFacts, RecordingEvent, StorageFacts } from './event.ts';
import type { Recording } from './recording.ts';

/**
 * Events that say how a recording stands, to take the place of those that it was made of and that are dropped.
 *
 * @param recording without what is over.
 * @param gone the events themselves. Those that tell where a token is from that is still there stay, at most half.
 */
export function checkpoint(recording: Recording, gone: readonly RecordingEvent[]): RecordingEvent[] {
  const { url, access, otherTabs, looked, page, sdks, storageOmitted } = recording;
  const at = gone.at(-1)?.at ?? 0;
  const present = [...recording.credentials.values()].filter(
    (credential) => credential.present && credential.parts === undefined,
  );
  const cookies = present.flatMap(({ cookie }): CookieFacts[] => (cookie ? [cookie] : []));
  return [
    ...(url === null ? [] : [{ type: 'navigated' as const, at: navigatedAt(gone) ?? at, url }]),
    { type: 'access', at, access },
    ...(otherTabs === null ? [] : [{ type: 'other-tabs' as const, at, count: otherTabs }]),
    ...evidenceIn(gone, recording).slice(-gone.length / 2),
    ...(looked.cookies === null && cookies.length === 0 ? [] : [{ type: 'cookies-listed' as const, at, cookies }]),
    ...(looked.storage === null
      ? []
      : [{ type: 'storage-listed' as const, at, areas: areasOf(present, storageOmitted) }]),
    ...(page === null ? [] : [{ type: 'page-state' as const, at, snapshot: { page, sdks } }]),
  ];
}

const navigatedAt = (events: readonly RecordingEvent[]) => events.findLast(({ type }) => type === 'navigated')?.at;

/** The first events to tell of each token that is left: what was asked for, what brought it, and how it was seen. */
function evidenceIn(gone: readonly RecordingEvent[], { tokens, actions }: Recording): RecordingEvent[] {
  const untold = new Set(tokens.keys());
  const standing = new Set(actions.filter(({ end }) => end === null).map(({ id }) => id));
  const told = new Set<RecordingEvent>();
  for (const event of gone) {
    if (event.type === 'request' && tokensReceived(event.request).some((raw) => untold.delete(raw))) told.add(event);
    if (event.type === 'action-ended' && event.end.status === 'done' && tokens.has(event.end.token ?? '')) {
      standing.add(event.id);
    }
  }
  const isOfAction = (event: RecordingEvent) =>
    (event.type === 'action-started' || event.type === 'action-ended') && standing.has(event.id);
  return gone.filter((event) => told.has(event) || isOfAction(event));
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

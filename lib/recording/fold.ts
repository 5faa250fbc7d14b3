import { providerById } from '@/lib/providers/index.ts';
import type { SdkState } from '@/lib/providers/page.ts';
import { cookieKey, credentialId, outlives, READ_WITH_ACCESS, STORAGE_AREAS } from './credential.ts';
import { Draft } from './draft.ts';
import { addRequest } from './draft-requests.ts';
import { loseUnlisted, loseWhere, remove, see, seeListed, type Listed } from './draft-sightings.ts';
import { learnOrigins } from './origins.ts';
import type { Recording } from './recording.ts';
import type { ActionEnd, CookieFacts, Millis, RecordingEvent, StorageFacts } from './event.ts';

/** Adds events to a recording. Pure: the recording given stays as it is; a batch copies each collection once. */
export function fold(recording: Recording, events: readonly RecordingEvent[]): Recording {
  const draft = new Draft(recording);
  for (const event of events) apply(draft, event);
  return draft.state;
}

function apply(draft: Draft, event: RecordingEvent): void {
  const { state } = draft;
  state.startedAt ??= event.at;
  state.lastAt = event.at;
  switch (event.type) {
    case 'navigated':
      state.url = event.url;
      draft.navigations().push(event.at);
      state.page = null;
      state.sdks = [];
      state.pageUnreadable = false;
      state.looked = { ...state.looked, page: null, storage: null };
      return loseWhere(draft, (credential) => !outlives(credential, event.url), event.at);
    case 'access':
      state.access = event.access;
      if (event.access.state === 'granted' || event.access.state === 'unknown') return;
      state.page = null;
      state.sdks = [];
      return loseWhere(draft, ({ where }) => READ_WITH_ACCESS.has(where), event.at);
    case 'other-tabs':
      state.otherTabs = event.count;
      return;
    case 'cookies-listed':
      listCookies(draft, event.cookies, event.at);
      state.looked = { ...state.looked, cookies: event.at };
      return;
    case 'cookie-set':
      see(draft, cookieKey(event.cookie), event.cookie.value, event.at, 'kept', event.cookie);
      return;
    case 'cookie-removed':
      return remove(draft, cookieKey(event.cookie), event.at);
    case 'storage-listed':
      listStorage(draft, event.areas, event.at);
      state.looked = { ...state.looked, storage: event.at };
      state.storageOmitted = event.areas.reduce((sum, { omitted }) => sum + omitted, 0);
      return;
    case 'request':
      return addRequest(draft, event.request);
    case 'page-state':
      state.page = event.snapshot.page;
      state.sdks = event.snapshot.sdks;
      return readPage(draft, event.at);
    case 'page-state-unchanged':
      return readPage(draft, event.at);
    case 'page-state-unreadable':
      state.looked = { ...state.looked, page: event.at };
      state.pageUnreadable = true;
      return;
    case 'action-started':
      draft.actions().push({
        id: event.id,
        provider: event.provider,
        action: event.action,
        options: event.options,
        startedAt: event.at,
        endedAt: null,
        end: null,
        before: draft.currentValues(),
        sdks: state.sdks,
      });
      return;
    case 'action-ended':
      return endAction(draft, event.id, event.end, event.at);
    case 'dropped':
      return draft.drop(event.dropped);
  }
}

function endAction(draft: Draft, id: string, end: ActionEnd, at: Millis): void {
  const index = draft.state.actions.findLastIndex((action) => action.id === id);
  const started = draft.state.actions[index];
  if (!started) return;
  // The page is read again before an end is recorded: its SDK may not have been seen when the action started.
  const isSeen = started.sdks.some(({ provider }) => provider === started.provider);
  const ended = { ...started, end, endedAt: at, sdks: isSeen ? started.sdks : draft.state.sdks };
  draft.actions()[index] = ended;
  const token = end.status === 'done' ? end.token : null;
  // A cached call gives back what was there before: it has not made it.
  if (token === null || (draft.state.tokens.get(token)?.firstAt ?? at) < started.startedAt) return;
  if (!draft.state.answers.has(token)) draft.answers().set(token, ended);
}

function listCookies(draft: Draft, cookies: readonly CookieFacts[], at: Millis): void {
  const listed = cookies.map((cookie) => ({ key: cookieKey(cookie), value: cookie.value, cookie }));
  seeListed(draft, listed, at, draft.state.looked.cookies === null ? 'at-start' : 'kept');
  loseUnlisted(draft, (where) => where === 'cookie', idsOf(listed), at);
}

function listStorage(draft: Draft, areas: readonly StorageFacts[], at: Millis): void {
  const listed = areas.flatMap(({ area, origin, entries }) =>
    entries.map(([name, value]) => {
      return { key: { where: area, name, scope: origin, path: '', partition: null }, value, cookie: null };
    }),
  );
  seeListed(draft, listed, at, draft.state.looked.storage === null ? 'at-start' : 'kept');
  loseUnlisted(draft, (where) => STORAGE_AREAS.has(where), idsOf(listed), at);
}

const idsOf = (listed: readonly Listed[]): ReadonlySet<string> => new Set(listed.map(({ key }) => credentialId(key)));

function readPage(draft: Draft, at: Millis): void {
  draft.state.pageUnreadable = false;
  seeSdks(draft, draft.state.sdks, at);
  draft.state.looked = { ...draft.state.looked, page: at };
}

function seeSdks(draft: Draft, sdks: readonly SdkState[], at: Millis): void {
  const listed = new Set<string>();
  const seen = draft.state.looked.page === null ? 'at-start' : 'kept';
  for (const sdk of sdks) {
    const known = providerById(sdk.provider);
    if (known) draft.state.origins = learnOrigins(draft.state.origins, known, sdk);
    if (sdk.token === null) continue;
    const name = known?.memoryName ?? sdk.provider;
    const key = { where: 'sdk' as const, name, scope: '', path: '', partition: null };
    listed.add(credentialId(key));
    see(draft, key, sdk.token, at, seen);
  }
  loseUnlisted(draft, (where) => where === 'sdk', listed, at);
}

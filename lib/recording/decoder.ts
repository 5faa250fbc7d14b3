import { explainPaste, MAX_PASTE, readPaste, type PastedValue } from '@/lib/token/paste.ts';
import { listCredentials, type CredentialView } from './credentials.ts';
import type { RecordingEvent } from './event.ts';
import { fold } from './fold.ts';
import { EMPTY_RECORDING } from './recording.ts';

/** What a pasted text comes to. */
export type Decoded =
  | { readonly state: 'empty' }
  | { readonly state: 'found'; readonly views: readonly CredentialView[] }
  | { readonly state: 'nothing'; readonly why: string };

/**
 * The tokens of a pasted text, as if a request had carried them: by themselves, in a recording of their own that nobody
 * keeps. Never throws.
 */
export function decodePaste(text: string): Decoded {
  if (text.trim() === '') return { state: 'empty' };
  const values = text.length > MAX_PASTE ? [] : readPaste(text);
  const views = listCredentials(fold(EMPTY_RECORDING, eventsOf(values))).filter(({ raw }) => raw !== undefined);
  return views.length > 0 ? { state: 'found', views } : { state: 'nothing', why: explainPaste(text) };
}

/** One request for all that can stand side by side; what has a name for the second time goes into another. */
function eventsOf(values: readonly PastedValue[]): RecordingEvent[] {
  const copies = new Map<string, number>();
  let unnamed = 0;
  return values.map(({ place, name, value }): RecordingEvent => {
    const shown = name === '' ? `Token ${++unnamed}` : name;
    const key = JSON.stringify([place, shown]);
    const copy = (copies.get(key) ?? 0) + 1;
    copies.set(key, copy);
    return {
      type: 'request',
      at: 0,
      request: {
        method: 'GET',
        url: `https://paste-${copy}.invalid/`,
        startedAt: 0,
        duration: 0,
        status: 0,
        error: null,
        serverDate: null,
        sent: [{ place: place === 'cookie' ? 'cookie' : 'header', name: shown, value }],
        headers: [],
        received: [],
        verdict: {},
      },
    };
  });
}

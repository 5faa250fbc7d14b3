import { mapStrings, referenceTo } from '../compact.ts';
import type { FileToken } from '../schema.ts';
import type { RecordingEvent } from '../../event.ts';
import { COMPACT } from './compact-tokens.ts';
import { createOnce } from './once.ts';
import type { Redacted } from './redact.ts';

type Json = FileToken['header'];

export interface Tabulated {
  /** Tokens are named by their place in the table. */
  readonly events: readonly RecordingEvent[];
  readonly tokens: readonly FileToken[];
}

/** Takes the tokens out of the events, so that a file has each of them once, and readable. */
export function tabulate({ events, table }: Redacted): Tabulated {
  const places = new Map<string, number>();
  const tokens: FileToken[] = [];
  const once = createOnce();
  const inText = (text: string) =>
    text.replaceAll(COMPACT, (raw) => {
      const place = places.get(raw);
      return place === undefined ? raw : referenceTo(place);
    });
  for (const [raw, { header, claims, signature }] of table) {
    tokens.push({ header: mapStrings(header, inText) as Json, claims: mapStrings(claims, inText) as Json, signature });
    places.set(raw, tokens.length - 1);
  }
  const named = (text: string) => once.of('text', '', text, () => inText(text));
  return { events: mapStrings(events, named) as readonly RecordingEvent[], tokens };
}

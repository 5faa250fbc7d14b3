import type { Millis, RecordingEvent } from '../event.ts';
import { shareTexts } from './compact.ts';
import { redactEvents } from './redact/redact.ts';
import { tabulate } from './redact/tabulate.ts';
import { FORMAT, VERSION, type FileHead } from './schema.ts';

export interface ExportFacts {
  readonly exportedAt: Millis;
  readonly app: FileHead['app'];
}

/** A recording as one file, an event a line, with everything in it. */
export function writeRecording(events: readonly RecordingEvent[], { exportedAt, app }: ExportFacts): string {
  return textOf({ format: FORMAT, version: VERSION, exportedAt, app, redacted: false }, events);
}

/** A recording as one file that can be shown to others. */
export function writeRedacted(all: readonly RecordingEvent[], { exportedAt, app }: ExportFacts): string {
  const { events, tokens } = tabulate(redactEvents(all));
  return textOf({ format: FORMAT, version: VERSION, exportedAt, app, redacted: true, tokens: [...tokens] }, events);
}

function textOf({ tokens, ...head }: FileHead, all: readonly RecordingEvent[]): string {
  const { value: events, texts } = shareTexts(all, !head.redacted);
  const members = [
    ...Object.entries(head).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`),
    ...(tokens ? [`"tokens": ${lines(tokens)}`] : []),
    ...(texts ? [`"texts": ${lines(texts)}`] : []),
    `"events": ${lines(events)}`,
  ];
  return `{\n${members.join(',\n')}\n}\n`;
}

const lines = (items: readonly unknown[]) =>
  items.length === 0 ? '[]' : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;

/** `claimcheck-localhost-2026-11-21-15-04-05.json` */
export function fileName(url: string | null, exportedAt: Millis, redacted: boolean): string {
  const host = url !== null && URL.canParse(url) ? new URL(url).hostname.replaceAll(/[^\w.-]+/g, '') : '';
  const time = new Date(exportedAt).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
  return ['claimcheck', host, time, redacted ? '' : 'with-tokens'].filter(Boolean).join('-') + '.json';
}

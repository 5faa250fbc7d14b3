import type { HarEntry } from '@/lib/recording/har.ts';

interface EntryParts {
  readonly startedDateTime?: string;
  readonly time?: number;
  readonly method?: string;
  readonly url?: string;
  readonly sent?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly received?: Readonly<Record<string, string>>;
  readonly mimeType?: string | undefined;
  readonly size?: number | undefined;
}

const headers = (values: Readonly<Record<string, string>> = {}) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** A JSON response as `devtools.network` tells of it. */
export function makeEntry(parts: EntryParts = {}): HarEntry {
  return {
    startedDateTime: parts.startedDateTime ?? '2026-11-21T10:14:31.500Z',
    time: parts.time ?? 41,
    request: {
      method: parts.method ?? 'GET',
      url: parts.url ?? 'http://localhost:3000/api',
      headers: headers(parts.sent),
    },
    response: {
      status: parts.status ?? 200,
      headers: headers(parts.received),
      content: { mimeType: 'mimeType' in parts ? parts.mimeType : 'application/json', size: parts.size },
    },
  };
}

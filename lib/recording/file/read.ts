import * as v from 'valibot';
import { depthExceeds, isRecord, parseJson } from '@/lib/token/json.ts';
import type { Millis, RecordingEvent } from '../event.ts';
import { exceededBy, LIMITS } from '../limits.ts';
import { createExpander, Expansion } from './compact.ts';
import { eventSchema, FORMAT, headSchema, VERSION, type FileHead } from './schema.ts';

export interface SavedRecording {
  readonly exportedAt: Millis;
  readonly app: FileHead['app'];
  readonly redacted: boolean;
  readonly events: readonly RecordingEvent[];
}

export type ReadResult =
  | { readonly status: 'read'; readonly recording: SavedRecording }
  /** What is wrong with it, for who wants to open it. */
  | { readonly status: 'failed'; readonly message: string };

/** Characters. */
export const MAX_FILE = 100 * 1024 * 1024;
/** Of texts that are named more than once; each of them is kept once. */
const MAX_WHOLE = 4 * 1024 ** 3;
const MAX_EVENTS = LIMITS.requests + LIMITS.others;
/** Deeper than claims may be, inside of an event. */
const MAX_DEPTH = 100;

const failed = (message: string): ReadResult => ({ status: 'failed', message });

export const TOO_LARGE = `It is larger than ${MAX_FILE / 1024 / 1024} MB, which is more than can be opened.`;

/** Reads a file that anybody may have written. Never throws. */
export function readRecording(text: string): ReadResult {
  if (text.length > MAX_FILE) return failed(TOO_LARGE);
  const json = parseJson(text);
  if (json === undefined) return failed('It is not JSON.');
  if (!isRecord(json) || json['format'] !== FORMAT) return failed('It is not a recording of Claimcheck.');
  const { version } = json;
  if (typeof version === 'number' && version > VERSION) {
    return failed(
      `It is of version ${version} of the format, and this Claimcheck knows version ${VERSION}. Update it to open the file.`,
    );
  }
  if (depthExceeds(json, MAX_DEPTH)) return failed(`It is nested deeper than ${MAX_DEPTH} levels.`);
  const { events, ...rest } = json;
  const head = v.safeParse(headSchema, rest);
  if (!head.success) return failed(`${issueText(head.issues[0])}.`);
  if (!Array.isArray(events)) return failed('events must be a list.');
  if (events.length > MAX_EVENTS) return failed(`It has more than ${MAX_EVENTS.toLocaleString('en-US')} events.`);
  return readEvents(head.output, events);
}

function readEvents({ exportedAt, app, redacted, tokens, texts }: FileHead, list: readonly unknown[]): ReadResult {
  const events: RecordingEvent[] = [];
  try {
    const expand = createExpander({ tokens, texts }, { distinct: MAX_FILE, whole: MAX_WHOLE });
    for (const [index, each] of list.entries()) {
      const result = v.safeParse(eventSchema, expand(each));
      if (!result.success) {
        const type = isRecord(each) && typeof each['type'] === 'string' ? `, ${shorten(each['type'])}` : '';
        return failed(`Event ${index + 1}${type}: ${issueText(result.issues[0])}.`);
      }
      events.push(result.output);
    }
  } catch (error) {
    if (error instanceof Expansion) return failed(error.message);
    throw error;
  }
  const exceeded = exceededBy(events);
  if (exceeded !== undefined) {
    const most = LIMITS[exceeded].toLocaleString('en-US');
    return failed(`It has more than ${most} ${exceeded === 'others' ? 'events that are no requests' : exceeded}.`);
  }
  return { status: 'read', recording: { exportedAt, app, redacted, events } };
}

/** `cookie.name must be a string` */
function issueText(issue: v.BaseIssue<unknown>): string {
  const path = shorten(v.getDotPath(issue) ?? 'it');
  if (issue.kind === 'validation') {
    return issue.type === 'max_length' ? `${path} is too long` : `${path} is out of bounds: ${shorten(issue.message)}`;
  }
  if (issue.expected === 'never') return `${path} is not known to this version`;
  if (issue.received === 'undefined') return `${path} is missing`;
  return `${path} must be ${KINDS[issue.expected ?? ''] ?? issue.expected ?? 'otherwise'}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
  unknown: 'an object',
};

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

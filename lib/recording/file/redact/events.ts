import { providerById, providers } from '@/lib/providers/index.ts';
import type { NamedValue } from '@/lib/token/chunks.ts';
import { isRecord } from '@/lib/token/json.ts';
import type { RecordingEvent } from '../../event.ts';
import type { FileToken } from '../schema.ts';
import { aboutOf, isCode } from './shapes.ts';
import { createValueRedactor, isAddress } from './values.ts';

export interface EventRedactor {
  readonly event: (event: RecordingEvent) => RecordingEvent;
  /** Values of cookies that are parts of one. */
  readonly learn: (parts: readonly NamedValue[]) => void;
  /** Names that have come up since count from the first event on. */
  readonly again: () => void;
  /** What its tokens say, by the token as it is redacted. */
  readonly table: ReadonlyMap<string, FileToken>;
}

type Json = Readonly<Record<string, unknown>>;

/** Members that are words of ours and no text: whoever changed them would make the event unreadable. */
const OURS = new Set(['type', 'bodyRead', 'state', 'sameSite', 'area', 'place', 'kind']);

/** Knows of each member of an event what it holds. */
export function createEventRedactor(): EventRedactor {
  const redact = createValueRedactor();

  /** A member of an event, by its name and what it stands in. What is not known here is text, however deep it stands. */
  function member(value: unknown, key: string, parent: Json): unknown {
    if (key === 'value' && isFact(parent) && typeof value !== 'string') return free(value, parent);
    if (Array.isArray(value)) return listed(value, key);
    if (isRecord(value)) return key === 'options' || key === 'verdict' ? record(value, key) : members(value);
    if (typeof value !== 'string' || OURS.has(key)) return value;
    switch (key) {
      case 'provider':
        return providerById(value) ? value : anything(value);
      case 'action':
        return isAction(value) ? value : anything(value);
      case 'status':
        return 'type' in parent ? value : anything(value);
      case 'id':
        return redact.string(value, key, 'id');
      case 'label':
        return redact.string(value, key, 'person');
      case 'name':
        return redact.name(value);
      case 'value':
        return isFact(parent) ? factOf(value, String(parent['name'])) : redact.unknown(value, String(parent['name']));
      case 'token':
        return redact.unknown(value, key);
      case 'url':
      case 'origin':
      case 'partition':
      case 'path':
        return redact.url(value);
      case 'domain':
        return redact.host(value);
      case 'body':
        return redact.body(value);
      case 'error':
      case 'message':
      case 'code':
        return redact.message(value);
      default:
        return anything(value);
    }
  }

  const anything = (value: string): string => redact.string(value, '', 'anything');

  /** What the page says of itself. */
  const free = (value: unknown, { kind, name }: Json): unknown =>
    kind === 'time' && typeof value === 'number' ? value : redact.json(value, String(name));

  const factOf = (value: string, name: string): string => redact.string(value, name, aboutOf(name));

  const record = (value: Json, key: string): Json =>
    Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        redact.name(name),
        key === 'verdict' ? redact.message(String(each)) : option(each, name),
      ]),
    );

  function option(value: unknown, name: string): unknown {
    if (typeof value !== 'string') return redact.json(value, name, isCode(name) ? 'secret' : 'anything');
    if (isAddress(value)) return redact.url(value);
    return isCode(name) ? redact.secret(value) : redact.unknown(value, name);
  }

  function listed(value: readonly unknown[], key: string): unknown {
    redact.learn(value.flatMap((item) => namedValue(item, key)));
    if (key === 'entries' || key === 'headers') {
      return value.map((entry) => {
        const [name, stored] = entry as [string, string];
        return [redact.name(name), redact.unknown(stored, name)];
      });
    }
    // Of a pair, such as a token and its number, nothing else is known than what it stands in.
    const each = (item: unknown): unknown => {
      if (Array.isArray(item))
        return item.map((inner) => (typeof inner === 'string' ? redact.unknown(inner, key) : each(inner)));
      if (isRecord(item)) return members(item);
      if (typeof item !== 'string') return item;
      return key === 'problems' ? redact.message(item) : anything(item);
    };
    return value.map(each);
  }

  function members(value: Json): Json {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, member(each, key, value)]));
  }

  return {
    event(event) {
      const redacted = members(event as unknown as Json) as unknown as RecordingEvent;
      // An ending is a word of ours.
      return event.type === 'action-ended' && redacted.type === 'action-ended'
        ? ({ ...redacted, end: { ...redacted.end, status: event.end.status } } as RecordingEvent)
        : redacted;
    },
    learn: redact.learn,
    again: redact.again,
    table: redact.table,
  };
}

const isFact = ({ kind, updatedAt }: Json) => kind === 'value' || kind === 'time' || updatedAt !== undefined;

const isAction = (value: string) => providers.some(({ actions }) => actions.some(({ id }) => id === value));

function namedValue(item: unknown, key: string) {
  const [name, value] = key === 'entries' ? (item as unknown[]) : isRecord(item) ? [item['name'], item['value']] : [];
  return typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : [];
}

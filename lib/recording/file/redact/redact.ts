import { providerById, providers } from '@/lib/providers/index.ts';
import { joinChunks } from '@/lib/token/chunks.ts';
import { decodeToken, looksCompact } from '@/lib/token/decode.ts';
import { base64Encode, base64UrlEncode, encodeToken } from '@/lib/token/encode.ts';
import { isRecord, parseJson } from '@/lib/token/json.ts';
import { BASE64_MARK, findTokens, unwrap } from '@/lib/token/nested.ts';
import type { RecordingEvent } from '../../event.ts';
import { isSessionName } from '../../interest.ts';
import { mapStrings, referenceTo } from '../compact.ts';
import type { FileToken } from '../schema.ts';
import { createPseudonyms } from './pseudonyms.ts';
import { aboutOf, isCode, isNeutral, isWho, type About } from './shapes.ts';
import { createTextRedactor } from './text.ts';
import { isKnownName, KNOWN_SAID } from './vocabulary.ts';

export interface Redacted {
  readonly events: readonly RecordingEvent[];
  /** What its tokens say, by the token as it stands in the events. */
  readonly table: ReadonlyMap<string, FileToken>;
}

export interface Tabulated {
  /** Tokens are named by their place in the table. */
  readonly events: readonly RecordingEvent[];
  readonly tokens: readonly FileToken[];
}

/**
 * A recording without what identifies or authenticates anybody: no token, signature, session value, id, e-mail
 * address, telephone number or name. Each has a pseudonym that is the same wherever it occurred. Every string is
 * denied unless it is known to be harmless; times, truth, roles, plain words and small numbers stay.
 */
export function redactEvents(events: readonly RecordingEvent[]): Redacted {
  const redactor = createRedactor();
  // Twice: a name that the last event gives away stands in the first one, too.
  for (const event of events) redactor.event(event);
  redactor.again();
  return { events: events.map(redactor.event), table: redactor.table };
}

/** Takes the tokens out of the events, so that a file has each of them once, and readable. */
export function tabulate({ events, table }: Redacted): Tabulated {
  const places = new Map<string, number>();
  const tokens: FileToken[] = [];
  const known = new Map<string, string>();
  const inText = (text: string) =>
    text.replaceAll(COMPACT, (raw) => {
      const place = places.get(raw);
      return place === undefined ? raw : referenceTo(place);
    });
  for (const [raw, { header, claims, signature }] of table) {
    tokens.push({ header: mapStrings(header, inText) as Json, claims: mapStrings(claims, inText) as Json, signature });
    places.set(raw, tokens.length - 1);
  }
  // Requests say the same again and again.
  const named = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = inText(text);
    known.set(text, made);
    return made;
  };
  return { events: mapStrings(events, named) as readonly RecordingEvent[], tokens };
}

type Json = Readonly<Record<string, unknown>>;

/** Only where a word begins, so that no part of a long text is read twice. */
const COMPACT = /(?:(?<![\w-])|(?<=%[\dA-F]{2}))ey[\w-]{4,}\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?/g;

/** Members that are words of ours and no text: whoever changed them would make the event unreadable. */
const OURS = new Set(['type', 'state', 'sameSite', 'area', 'place', 'kind']);

function createRedactor() {
  const pseudonyms = createPseudonyms();
  const text = createTextRedactor(pseudonyms);
  /** By the raw token: what it is redacted. */
  const compact = new Map<string, string>();
  const table = new Map<string, FileToken>();
  /** By its kind or name, and then by the value. */
  const seen = new Map<string, Map<string, string>>();
  /** Of a value that was split: its part in the redacted one. */
  const slices = new Map<string, string>();
  const wholes = new Map<string, readonly string[]>();

  function tokenOf(raw: string): string {
    const decoded = decodeToken(raw);
    if (decoded.format === 'opaque') return raw.split('.').map(pseudonyms.ofValue).join('.');
    if (decoded.format === 'jwe') {
      const [, ...parts] = raw.split('.');
      const header = encodeToken(asRecord(json(decoded.header, '')), {}, '').split('.', 1)[0];
      return [header, ...parts.map((part) => part && pseudonyms.ofSignature(part, part.length))].join('.');
    }
    const header = asRecord(json(decoded.header, ''));
    const claims = asRecord(json(decoded.claims, ''));
    const unsigned = encodeToken(header, claims, '');
    const original = raw.slice(raw.lastIndexOf('.') + 1);
    // As long as the token was, since sizes are what some faults are about.
    const signature = original && pseudonyms.ofSignature(original, raw.length - unsigned.length);
    table.set(unsigned + signature, { header, claims, signature });
    return unsigned + signature;
  }

  function token(raw: string): string {
    const known = compact.get(raw);
    if (known !== undefined) return known;
    const redacted = tokenOf(raw);
    compact.set(raw, redacted);
    return redacted;
  }

  /** What a text is, or wraps, where that can be told; undefined where it is just text. */
  function structured(value: string, name: string, about: About): string | undefined {
    const bare = value.trim();
    if (looksCompact(bare)) return token(bare);
    const inner = unwrap(bare);
    switch (inner?.wrapping) {
      case 'bearer':
        return bare.slice(0, -inner.value.length) + unknownValue(inner.value, name);
      case 'json':
        // Members speak for themselves, also in a value of which nothing is known.
        if (isRecord(inner.value) && about === 'secret') return JSON.stringify(json(inner.value, ''));
        return typeof inner.value === 'string' || isObject(inner.value)
          ? JSON.stringify(json(inner.value, name, about))
          : undefined;
      case 'percent':
        return encodeURIComponent(structured(inner.value, name, about) ?? leaf(inner.value, about));
      case 'base64':
        return wrapBase64(bare, structured(inner.value, name, about) ?? text.secret(inner.value));
      case undefined:
        return isAddress(bare) && (about === 'anything' || about === 'secret') ? text.url(bare) : undefined;
    }
  }

  const string = (value: string, name: string, about: About): string =>
    once(`${about} ${name}`, value, () => structured(value, name, about) ?? leaf(value, about));

  function leaf(value: string, about: About): string {
    switch (about) {
      case 'id':
        return text.id(value);
      case 'secret':
        return text.secret(value);
      case 'person':
        return text.person(value);
      case 'anything':
        return prose(value);
    }
  }

  /** Text with tokens in it, such as an error's message. */
  function prose(value: string, redact = text.prose): string {
    const tokens = value.match(COMPACT) ?? [];
    return value
      .split(COMPACT)
      .map((between, index) => redact(between) + (tokens[index] === undefined ? '' : token(tokens[index])))
      .join('');
  }

  /** What a server, a browser or an SDK said: people are called by their names there. */
  const message = (value: string): string =>
    once('message', value, () =>
      KNOWN_SAID.has(value) ? value : (structured(value, '', 'anything') ?? prose(value, text.message)),
    );

  const unknownValue = (value: string, name: string): string =>
    once(
      `value ${name}`,
      value,
      () =>
        slices.get(value) ??
        structured(value, name, 'secret') ??
        (isSecretName(name) ? text.secret(value) : text.value(value, name)),
    );

  const nameOf = (value: string): string =>
    once('name', value, () => {
      if (isKnownName(value)) return value;
      // Amazon Cognito keeps its entries under the user's name.
      const [, start, user, end] = /^(CognitoIdentityServiceProvider\.[^.]*\.)(.+)(\.[^.]+)$/.exec(value) ?? [];
      if (start === undefined) return string(value, '', 'anything');
      return text.prose(start) + text.id(user ?? '') + text.prose(end ?? '');
    });

  /** Requests carry the same values again and again. */
  function once(kind: string, value: string, redacted: () => string): string {
    const known = seen.get(kind) ?? new Map<string, string>();
    seen.set(kind, known);
    const before = known.get(value);
    if (before !== undefined) return before;
    const made = redacted();
    known.set(value, made);
    return made;
  }

  function json(value: unknown, name: string, inherited: About = 'anything'): unknown {
    const own = aboutOf(name);
    const about = own === 'anything' && !isNeutral(name) ? inherited : own;
    if (typeof value === 'string')
      return isCode(name) && /\d{4}/.test(value) ? text.secret(value) : string(value, name, about);
    if (typeof value === 'number') return text.number(value, name, about);
    if (Array.isArray(value)) return value.map((item) => json(item, name, about));
    if (!isRecord(value)) return value;
    const passed = isWho(name) ? inherited : about;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [nameOf(key), json(each, key, passed)]));
  }

  function body(value: string): string {
    const data = parseJson(value);
    if (isObject(data)) return JSON.stringify(json(data, ''));
    return value === '' ? '' : `redacted: ${value.length} characters that are not JSON`;
  }

  /** A member of an event, by its name and what it stands in. What is not known here is text, however deep it stands. */
  function member(value: unknown, key: string, parent: Json): unknown {
    if (key === 'value' && isFact(parent) && typeof value !== 'string') return free(value, parent);
    if (Array.isArray(value)) return listed(value, key);
    if (isRecord(value)) return key === 'options' || key === 'verdict' ? record(value, key) : members(value);
    if (typeof value !== 'string' || OURS.has(key)) return value;
    switch (key) {
      case 'provider':
        return providerById(value) ? value : string(value, '', 'anything');
      case 'action':
        return isAction(value) ? value : string(value, '', 'anything');
      case 'status':
        return 'type' in parent ? value : string(value, '', 'anything');
      case 'id':
        return string(value, key, 'id');
      case 'label':
        return string(value, key, 'person');
      case 'name':
        return nameOf(value);
      case 'value':
        return isFact(parent) ? factOf(value, String(parent['name'])) : unknownValue(value, String(parent['name']));
      case 'token':
        return unknownValue(value, key);
      case 'url':
      case 'origin':
      case 'partition':
      case 'path':
        return once(
          'url',
          value,
          () => (isAddress(value) ? undefined : structured(value, '', 'anything')) ?? text.url(value),
        );
      case 'domain':
        return structured(value, '', 'anything') ?? text.host(value);
      case 'body':
        return body(value);
      case 'error':
      case 'message':
      case 'code':
        return message(value);
      default:
        return string(value, '', 'anything');
    }
  }

  /** What the page says of itself: any JSON, in which nothing is known but by the names in it. */
  const free = (value: unknown, { kind, name }: Json): unknown =>
    kind === 'time' && typeof value === 'number' ? value : json(value, String(name));

  const factOf = (value: string, name: string): string => string(value, name, aboutOf(name));

  const record = (value: Json, key: string): Json =>
    Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        nameOf(name),
        key === 'verdict' ? message(String(each)) : option(each, name),
      ]),
    );

  function option(value: unknown, name: string): unknown {
    if (typeof value !== 'string') return json(value, name, isCode(name) ? 'secret' : 'anything');
    if (isAddress(value)) return text.url(value);
    return isCode(name) ? text.secret(value) : unknownValue(value, name);
  }

  function listed(value: readonly unknown[], key: string): unknown {
    learnSlices(value, key);
    if (key === 'entries' || key === 'headers') {
      return value.map((entry) => {
        const [name, stored] = entry as [string, string];
        return [nameOf(name), unknownValue(stored, name)];
      });
    }
    // Of a pair, such as a token and its number, nothing else is known than what it stands in.
    const each = (item: unknown): unknown => {
      if (Array.isArray(item))
        return item.map((inner) => (typeof inner === 'string' ? unknownValue(inner, key) : each(inner)));
      if (isRecord(item)) return members(item);
      if (typeof item !== 'string') return item;
      return key === 'problems' ? message(item) : string(item, '', 'anything');
    };
    return value.map(each);
  }

  /** A token that was split over several cookies or entries is redacted as a whole, and split where it was. */
  function learnSlices(list: readonly unknown[], key: string): void {
    const values = list.flatMap((item) => {
      const [name, value] =
        key === 'entries' ? (item as unknown[]) : isRecord(item) ? [item['name'], item['value']] : [];
      return typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : [];
    });
    for (const { value: whole, parts } of joinChunks(values)) {
      const originals = parts.map((part) => values.find(({ name }) => name === part)?.value ?? '');
      // Parts that are tokens themselves were put together by chance.
      const isWhole = originals.some((part) => findTokens(part).length > 0);
      if (parts.length === 0 || isWhole || findTokens(whole).length === 0) continue;
      wholes.set(whole, originals);
      slice(whole, originals);
    }
  }

  function slice(whole: string, originals: readonly string[]): void {
    let rest = structured(whole, '', 'secret') ?? '';
    for (const [index, original] of originals.entries()) {
      const part = index === originals.length - 1 ? rest : rest.slice(0, original.length);
      rest = rest.slice(part.length);
      slices.set(original, part);
    }
  }

  function members(value: Json): Json {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, member(each, key, value)]));
  }

  return {
    /** Names that have come up since count from the first event on. */
    again(): void {
      compact.clear();
      table.clear();
      seen.clear();
      text.again();
      for (const [whole, originals] of wholes) slice(whole, originals);
    },
    event(event: RecordingEvent): RecordingEvent {
      const redacted = members(event as unknown as Json) as unknown as RecordingEvent;
      // An ending is a word of ours.
      return event.type === 'action-ended' && redacted.type === 'action-ended'
        ? ({ ...redacted, end: { ...redacted.end, status: event.end.status } } as RecordingEvent)
        : redacted;
    },
    table: table as ReadonlyMap<string, FileToken>,
  };
}

const isFact = ({ kind, updatedAt }: Json) => kind === 'value' || kind === 'time' || updatedAt !== undefined;

/** What keeps somebody signed in goes by a name of its kind, and by none of another. */
const isSecretName = (name: string) => aboutOf(name) === 'anything' && !isNeutral(name) && isSessionName(name);

const isAction = (value: string) => providers.some(({ actions }) => actions.some(({ id }) => id === value));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const asRecord = (value: unknown): Json => (isRecord(value) ? value : {});

const isAddress = (value: string) => /^(?:[a-z][a-z\d+.-]{0,20}:\/)?\/[^\s]*$/i.test(value);

function wrapBase64(original: string, inner: string): string {
  const mark = original.startsWith(BASE64_MARK) ? BASE64_MARK : '';
  const encoded = original.slice(mark.length);
  const urlSafe = /[-_]/.test(encoded) || (encoded.length % 4 !== 0 && !encoded.endsWith('='));
  return mark + (urlSafe ? base64UrlEncode(inner) : base64Encode(inner));
}

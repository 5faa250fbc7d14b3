import { looksCompact } from '@/lib/token/decode.ts';
import { base64Encode, base64UrlEncode } from '@/lib/token/encode.ts';
import { isRecord, parseJson } from '@/lib/token/json.ts';
import { BASE64_MARK, unwrap } from '@/lib/token/nested.ts';
import type { NamedValue } from '@/lib/token/chunks.ts';
import type { FileToken } from '../schema.ts';
import { isSessionName } from '../../interest.ts';
import { COMPACT } from './compact-tokens.ts';
import { createOnce } from './once.ts';
import { createPseudonyms } from './pseudonyms.ts';
import { aboutOf, isCode, isNeutral, isWho, type About } from './shapes.ts';
import { createSlices } from './slices.ts';
import { createTextRedactor } from './text.ts';
import { createTokenRedactor } from './tokens.ts';
import { isKnownName, KNOWN_SAID } from './vocabulary.ts';

/** Redacts values: what a text is, or wraps, is redacted as such, and wrapped again. */
export interface ValueRedactor {
  /** A value whose name says what it is about. */
  readonly string: (value: string, name: string, about: About) => string;
  /** A value that may be a secret itself, such as a cookie's: nothing is known of it but its name. */
  readonly unknown: (value: string, name: string) => string;
  /** What a server, a browser or an SDK said: people are called by their names there. */
  readonly message: (value: string) => string;
  /** What a cookie, header, claim or entry is called. */
  readonly name: (value: string) => string;
  readonly secret: (value: string) => string;
  readonly url: (value: string) => string;
  readonly host: (value: string) => string;
  /** A response's, which is told where it is JSON. */
  readonly body: (value: string) => string;
  /** Any JSON, in which nothing is known but by the names in it. */
  readonly json: (value: unknown, name: string, inherited?: About) => unknown;
  /** Finds values in a list that are parts of one. */
  readonly learn: (values: readonly NamedValue[]) => void;
  /** Names that have come up since count from the first value on. */
  readonly again: () => void;
  /** What its tokens say, by the token as it is redacted. */
  readonly table: ReadonlyMap<string, FileToken>;
}

export function createValueRedactor(): ValueRedactor {
  const pseudonyms = createPseudonyms();
  const text = createTextRedactor(pseudonyms);
  const tokens = createTokenRedactor(pseudonyms, (value) => json(value, ''));
  const slices = createSlices((whole) => structured(whole, '', 'secret') ?? '');
  const once = createOnce();

  /** What a text is, or wraps, where that can be told; undefined where it is just text. */
  function structured(value: string, name: string, about: About): string | undefined {
    const bare = value.trim();
    if (looksCompact(bare)) return tokens.token(bare);
    const inner = unwrap(bare);
    switch (inner?.wrapping) {
      case 'bearer':
        return bare.slice(0, -inner.value.length) + unknown(inner.value, name);
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
    once.of(about, name, value, () => structured(value, name, about) ?? leaf(value, about));

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
    const found = value.match(COMPACT) ?? [];
    return value
      .split(COMPACT)
      .map((between, index) => redact(between) + (found[index] === undefined ? '' : tokens.token(found[index])))
      .join('');
  }

  const message = (value: string): string =>
    once.of('message', '', value, () =>
      KNOWN_SAID.has(value) ? value : (structured(value, '', 'anything') ?? prose(value, text.message)),
    );

  const unknown = (value: string, name: string): string =>
    once.of(
      'value',
      name,
      value,
      () =>
        slices.get(value) ??
        structured(value, name, 'secret') ??
        (isSecretName(name) ? text.secret(value) : text.value(value, name)),
    );

  const nameOf = (value: string): string =>
    once.of('name', '', value, () => {
      if (isKnownName(value)) return value;
      // Amazon Cognito keeps its entries under the user's name.
      const [, start, user, end] = /^(CognitoIdentityServiceProvider\.[^.]*\.)(.+)(\.[^.]+)$/.exec(value) ?? [];
      if (start === undefined) return string(value, '', 'anything');
      return text.prose(start) + text.id(user ?? '') + text.prose(end ?? '');
    });

  const url = (value: string): string =>
    once.of(
      'url',
      '',
      value,
      () => (isAddress(value) ? undefined : structured(value, '', 'anything')) ?? text.url(value),
    );

  const host = (value: string): string =>
    once.of('host', '', value, () => structured(value, '', 'anything') ?? text.host(value));

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

  return {
    string,
    unknown,
    message,
    name: nameOf,
    secret: text.secret,
    url,
    host,
    body,
    json,
    learn: slices.learn,
    again() {
      tokens.again();
      once.forget();
      text.again();
      slices.again();
    },
    table: tokens.table,
  };
}

/** What keeps somebody signed in goes by a name of its kind, and by none of another. */
const isSecretName = (name: string) => aboutOf(name) === 'anything' && !isNeutral(name) && isSessionName(name);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const isAddress = (value: string): boolean => /^(?:[a-z][a-z\d+.-]{0,20}:\/)?\/[^\s]*$/i.test(value);

function wrapBase64(original: string, inner: string): string {
  const mark = original.startsWith(BASE64_MARK) ? BASE64_MARK : '';
  const encoded = original.slice(mark.length);
  const urlSafe = /[-_]/.test(encoded) || (encoded.length % 4 !== 0 && !encoded.endsWith('='));
  return mark + (urlSafe ? base64UrlEncode(inner) : base64Encode(inner));
}

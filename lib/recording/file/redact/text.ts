import { createMemory } from './memory.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import {
  aboutOf,
  isCode,
  isEmptyWord,
  isHarmless,
  isKnownId,
  isLoopback,
  isNeutral,
  isPlain,
  isRecentTime,
  isTime,
  KNOWN_MAKERS,
  type About,
} from './shapes.ts';
import { isSpoken, KNOWN_SAID } from './vocabulary.ts';

/** Redacts text that is no token and has no wrapping. Nothing stays but what is known to be harmless. */
export interface TextRedactor {
  /** What has been learned since counts from the first text on. */
  readonly again: () => void;
  /** Words, numbers and dates stay; ids, addresses and what looks random do not. */
  readonly prose: (text: string) => string;
  /** What somebody was told: what is known to be said stays, and of the rest the words that are nobody's name. */
  readonly message: (text: string) => string;
  /** Of an address scheme, host, words of the path and names of parameters stay. */
  readonly url: (text: string) => string;
  readonly host: (host: string) => string;
  /** A value of which nothing is known but its name, such as a cookie's: numbers stay where the name allows it. */
  readonly value: (text: string, name: string) => string;
  /** A secret: nothing stays but its punctuation. */
  readonly secret: (text: string) => string;
  /** An id, whatever it looks like. */
  readonly id: (text: string) => string;
  /** A name, address, telephone number or picture of somebody. */
  readonly person: (text: string) => string;
  /** A number that stands under a name. */
  readonly number: (value: number, name: string, about: About) => number;
}

const EMAIL = String.raw`[\p{L}\p{N}._+'-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}|\p{L}[\p{L}\p{N}-]{0,62})`;
const ADDRESS = String.raw`[a-z][a-z\d+.-]{1,20}:\/\/[^\s"'<>${'`'}«»]+`;
const DATE = String.raw`(?<![\p{L}\p{N}])[12]\d{3}-[01]\d-[0-3]\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\p{L}\p{N}])`;
const IPV4 = String.raw`(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}])`;
const IPV6 = String.raw`(?<![\p{L}\p{N}:])(?:[\da-f]{1,4}(?::[\da-f]{1,4}){4,7}|(?:[\da-f]{1,4}(?::[\da-f]{1,4}){0,6})?::(?:[\da-f]{1,4}(?::[\da-f]{1,4}){0,6})?)(?![\p{L}\p{N}])`;
/** Seven digits and more, as telephone numbers, cards and the like are written. */
const DIGITS = String.raw`(?<![\p{L}\p{N}_-])\+?\(?\d(?:[ ().\/-]{0,2}\d){6,20}(?![\p{L}\p{N}_])`;
const PAIR = String.raw`(?<name>[\p{L}\p{N}_.-]{1,64})=(?<value>[^\s;,&"'<>«»]+)`;
const ATOM = String.raw`[\p{L}\p{M}\p{N}_+~-]+`;
const PROSE = new RegExp(
  `(?<date>${DATE})|(?<email>${EMAIL})|(?<url>${ADDRESS})|${PAIR}|(?<ip>${IPV4}|${IPV6})|(?<digits>${DIGITS})|(?<atom>${ATOM})|(?<mark>[«»])`,
  'giu',
);
const OPAQUE = new RegExp(`(?<ip>${IPV4}|${IPV6})|(?<digits>${DIGITS})|[^:|,;\\s"'{}()[\\]&=]+`, 'giu');
const EMAILS = new RegExp(`(${EMAIL})`, 'iu');
const ATOMS = new RegExp(ATOM, 'gu');
const WHOLE_EMAIL = new RegExp(`^${EMAIL}$`, 'iu');
const WHOLE_PHONE = /^\+?[\d ().-]{7,24}$/;
const WHOLE_IPV4 = new RegExp(`^${IPV4}$`, 'u');
const IS_HOST = /^[\p{L}\p{M}\p{N}_.:[\]-]*$/u;
/** A pair in a pair: no text that means something goes deeper. */
const MAX_PAIRS = 8;
const URL_PARTS = /^([a-z][a-z\d+.-]*:\/\/)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is;

export function createTextRedactor(pseudonyms: Pseudonyms): TextRedactor {
  const remembered = createMemory();
  /** What has become of each word; all of it, once nothing more is learned. */
  const words = new Map<string, string>();

  const prose = (text: string): string => inProse(text, wordOf);

  const message = (text: string): string => (KNOWN_SAID.has(text) ? text : inProse(text, spokenOf));

  function inProse(text: string, ofAtom: (atom: string) => string, depth = 0): string {
    return text.replaceAll(PROSE, (whole, ...groups) => {
      const {
        date,
        email,
        url: address,
        name,
        value: under = '',
        ip,
        digits,
        mark,
      } = groups.at(-1) as Partial<Record<string, string>>;
      if (date !== undefined) return date;
      if (email !== undefined) return pseudonyms.ofEmail(email.replace('%40', '@'));
      if (address !== undefined) return url(address);
      if (name !== undefined) {
        const inner = (rest: string) => (depth < MAX_PAIRS ? inProse(rest, ofAtom, depth + 1) : secret(rest));
        return `${inner(name)}=${told(under, name, inner)}`;
      }
      if (ip !== undefined) return isLoopback(ip) ? ip : pseudonyms.ofId(ip);
      if (digits !== undefined) return isPlain(digits) ? ofAtom(digits) : pseudonyms.ofPhone(digits);
      if (mark !== undefined) return '"';
      return ofAtom(whole);
    });
  }

  /** A value as its name has it; `otherwise` where the name says nothing. */
  function told(text: string, name: string, otherwise: (text: string) => string): string {
    switch (aboutOf(name)) {
      case 'id':
        return id(text);
      case 'secret':
        return secret(text);
      case 'person':
        return person(text);
      case 'anything':
        return isCode(name) && /\d{4}/.test(text) ? secret(text) : otherwise(text);
    }
  }

  function wordOf(atom: string): string {
    const before = words.get(atom);
    if (before !== undefined) return before;
    const word = isKnownId(atom) || !isPlain(atom) ? pseudonyms.ofId(atom) : remembered.replace(atom);
    words.set(atom, word);
    return word;
  }

  function spokenOf(atom: string): string {
    const word = wordOf(atom);
    if (word !== atom || isSpoken(atom) || /^\d{1,4}$/.test(atom)) return word;
    return /^\d/.test(atom) ? pseudonyms.ofId(atom) : pseudonyms.ofName(atom);
  }

  function url(text: string): string {
    const [, scheme = '', authority = '', path = '', query, fragment] = URL_PARTS.exec(text) ?? [];
    if (scheme === '' && authority !== '') return prose(text);
    const at = authority.lastIndexOf('@');
    const user = at < 0 ? '' : 'redacted@';
    const route = fragment !== undefined && /^#!?\//.test(fragment);
    return [
      scheme.toLowerCase() + user + host(authority.slice(at + 1)),
      path.split('/').map(segment).join('/'),
      query === undefined ? '' : `?${parameters(query.slice(1))}`,
      fragment === undefined ? '' : `#${route ? url(fragment.slice(1)) : parameters(fragment.slice(1))}`,
    ].join('');
  }

  function segment(text: string): string {
    const decoded = percentDecode(text);
    if (/^\d{2,}$/.test(decoded)) return pseudonyms.ofId(decoded);
    const redacted = prose(decoded);
    return redacted === decoded ? text : encodeURIComponent(redacted);
  }

  function parameters(text: string): string {
    return text
      .split('&')
      .map((pair) => {
        const at = pair.indexOf('=');
        if (at < 0) return segment(pair);
        const name = pair.slice(0, at);
        const decoded = percentDecode(pair.slice(at + 1));
        return `${segment(name)}=${encodeURIComponent(isCode(name) ? secret(decoded) : value(decoded, name))}`;
      })
      .join('&');
  }

  function host(text: string): string {
    if (!IS_HOST.test(text)) return prose(text);
    const [, address = text, port = ''] = /^(.*?)(:\d{1,5})?$/.exec(text) ?? [];
    if (isLoopback(address)) return text;
    if (WHOLE_IPV4.test(address) || address.startsWith('[')) return pseudonyms.ofId(address) + port;
    const labels = address
      .split('.')
      .map((label) => (isPlain(label) ? remembered.replace(label) : pseudonyms.ofId(label)));
    return labels.join('.') + port;
  }

  const value = (text: string, name: string): string => told(text, name, (rest) => opaque(rest, isNeutral(name)));

  const opaque = (text: string, isNamedTime: boolean): string =>
    inOpaque(text, (atom) => {
      if (isHarmless(atom) || (isNamedTime && isTime(Number(atom)))) return remembered.replace(atom);
      return pseudonyms.ofValue(atom);
    });

  const secret = (text: string): string =>
    inOpaque(text, (atom) => {
      if (isEmptyWord(atom)) return atom;
      remembered.add(atom, pseudonyms.ofValue(atom), 'secret');
      return pseudonyms.ofValue(atom);
    });

  function inOpaque(text: string, ofAtom: (atom: string) => string): string {
    return text.replaceAll(OPAQUE, (atom, ...groups) => {
      const { ip, digits } = groups.at(-1) as Partial<Record<string, string>>;
      if (ip !== undefined) return isLoopback(ip) ? ip : pseudonyms.ofId(ip);
      if (digits !== undefined && !isPlain(digits) && !/^\d+$/.test(digits)) return pseudonyms.ofPhone(digits);
      if (WHOLE_EMAIL.test(atom)) return pseudonyms.ofEmail(atom.replace('%40', '@'));
      return isKnownId(atom) ? pseudonyms.ofId(atom) : ofAtom(atom);
    });
  }

  function id(text: string): string {
    if (!/@|%40/.test(text)) return idWithoutEmail(text);
    return text
      .split(EMAILS)
      .map((part, index) => (index % 2 === 1 ? pseudonyms.ofEmail(part.replace('%40', '@')) : idWithoutEmail(part)))
      .join('');
  }

  /** Who made an id, as Auth0 writes it, is no secret; nothing else of an id stays. */
  function idWithoutEmail(text: string): string {
    const address = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(text)?.[0];
    if (address !== undefined) return url(address) + idWithoutEmail(text.slice(address.length));
    return text.replaceAll(ATOMS, (atom, offset: number) => {
      if (KNOWN_MAKERS.has(atom.toLowerCase()) && offset + atom.length < text.length) return atom;
      remembered.add(atom, pseudonyms.ofId(atom), 'secret');
      return pseudonyms.ofId(atom);
    });
  }

  function person(text: string): string {
    if (WHOLE_EMAIL.test(text)) return pseudonyms.ofEmail(text.replace('%40', '@'));
    if (WHOLE_PHONE.test(text)) return pseudonyms.ofPhone(text);
    if (/^[a-z][a-z\d+.-]*:/i.test(text)) return pseudonyms.ofName(text);
    return text.replaceAll(/[\p{L}\p{M}\p{N}'’_.@+-]+/gu, (word) => {
      if (isKnownId(word)) return pseudonyms.ofId(word);
      remembered.add(word, pseudonyms.ofName(word), 'person');
      return pseudonyms.ofName(word);
    });
  }

  function number(given: number, name: string, about: About): number {
    const text = String(given);
    const isSecret = about !== 'anything' || (isCode(name) && text.length > 3);
    if (isSecret) remembered.add(text, pseudonyms.ofId(text), 'secret');
    else if (isNeutral(name) && isTime(given)) return given;
    else if (text.replaceAll(/\D/g, '').length <= 6 || isRecentTime(given)) {
      if (isNeutral(name) || remembered.replace(text) === text) return given;
    }
    return pseudonyms.ofNumber(given);
  }

  return { again: () => words.clear(), prose, message, url, host, value, secret, id, person, number };
}

export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

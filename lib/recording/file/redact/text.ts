import type { Pseudonyms } from './pseudonyms.ts';
import { isHarmless, isKnownId, isPlain, KNOWN_MAKERS } from './shapes.ts';

/** Redacts text that is no token and has no wrapping. Nothing stays but what is known to be harmless. */
export interface TextRedactor {
  /** Words, numbers and dates stay; ids, addresses and what looks random do not. */
  readonly prose: (text: string) => string;
  /** Of an address scheme, host, words of the path and names of parameters stay. */
  readonly url: (text: string) => string;
  readonly host: (host: string) => string;
  /** Of a value of which nothing is known, numbers and times stay, and its punctuation. */
  readonly opaque: (text: string) => string;
  /** An id, whatever it looks like. */
  readonly id: (text: string) => string;
  /** A name, address, telephone number or picture of somebody. */
  readonly person: (text: string) => string;
}

const EMAIL = String.raw`[\p{L}\p{N}._+'-]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}`;
const PHONE = String.raw`\+\d[\d ().-]{6,20}\d`;
const ADDRESS = String.raw`[a-z][a-z\d+.-]{1,20}:\/\/[^\s"'<>${'`'}«»]+`;
const ATOM = String.raw`[\p{L}\p{M}\p{N}_+~-]+`;
const PROSE = new RegExp(
  `(?<email>${EMAIL})|(?<url>${ADDRESS})|(?<phone>${PHONE})|(?<atom>${ATOM})|(?<mark>[«»])`,
  'giu',
);
const EMAILS = new RegExp(`(${EMAIL})`, 'iu');
const ATOMS = new RegExp(ATOM, 'gu');
const WHOLE_ATOM = new RegExp(`^${ATOM}$`, 'u');
const WHOLE_EMAIL = new RegExp(`^${EMAIL}$`, 'iu');
const WHOLE_PHONE = new RegExp(`^\\+?[\\d ().-]{7,24}$`);
const IS_HOST = /^[\p{L}\p{M}\p{N}_.:[\]-]*$/u;
const URL_PARTS = /^([a-z][a-z\d+.-]*:\/\/)?([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is;

export function createTextRedactor(pseudonyms: Pseudonyms): TextRedactor {
  const remembered = createMemory();

  function prose(text: string): string {
    return text.replaceAll(PROSE, (whole, ...rest) => {
      const { email, url: address, phone, mark } = rest.at(-1) as Partial<Record<string, string>>;
      if (email !== undefined) return pseudonyms.ofEmail(email.replace('%40', '@'));
      if (address !== undefined) return url(address);
      if (phone !== undefined) return pseudonyms.ofPhone(phone);
      if (mark !== undefined) return '"';
      return atomOf(whole);
    });
  }

  function atomOf(atom: string): string {
    if (isKnownId(atom) || !isPlain(atom)) return pseudonyms.ofId(atom);
    return remembered.replace(atom);
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
        return `${segment(pair.slice(0, at))}=${encodeURIComponent(opaque(percentDecode(pair.slice(at + 1))))}`;
      })
      .join('&');
  }

  const host = (text: string): string => (IS_HOST.test(text) ? hostOf(text) : prose(text));

  const hostOf = (text: string): string =>
    text
      .split('.')
      .map((label) => {
        const [name = '', ...port] = label.startsWith('[') ? [label] : label.split(':');
        const bare = name.replace(/^\[.*\]$/, '');
        return [isPlain(bare) ? remembered.replace(name) : pseudonyms.ofId(bare), ...port].join(':');
      })
      .join('.');

  function opaque(text: string): string {
    return text.replaceAll(/[^:|,;\s"'{}()[\]&=]+/gu, (atom) => {
      if (isHarmless(atom)) return atom;
      if (WHOLE_EMAIL.test(atom)) return pseudonyms.ofEmail(atom.replace('%40', '@'));
      if (isKnownId(atom)) return pseudonyms.ofId(atom);
      remembered.add(atom, pseudonyms.ofValue(atom));
      return pseudonyms.ofValue(atom);
    });
  }

  function id(text: string): string {
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
      remembered.add(atom, pseudonyms.ofId(atom));
      return pseudonyms.ofId(atom);
    });
  }

  function person(text: string): string {
    if (WHOLE_EMAIL.test(text)) return pseudonyms.ofEmail(text.replace('%40', '@'));
    if (WHOLE_PHONE.test(text)) return pseudonyms.ofPhone(text);
    if (/^[a-z][a-z\d+.-]*:/i.test(text)) return pseudonyms.ofName(text);
    return text.replaceAll(/[\p{L}\p{M}\p{N}'’_.@+-]+/gu, (word) => {
      remembered.add(word, pseudonyms.ofName(word));
      return pseudonyms.ofName(word);
    });
  }

  return { prose, url, host, opaque, id, person };
}

const MAX_REMEMBERED = 2_000;

/** Secrets that look like plain words: they are known from one place, and have to be found in all others. */
function createMemory() {
  const words = new Map<string, string>();
  let pattern: RegExp | undefined;

  return {
    add(word: string, pseudonym: string): void {
      const key = word.toLowerCase();
      // What does not look like a word is found by its looks, and two letters stand in every word.
      if (word.length < 3 || words.has(key) || words.size >= MAX_REMEMBERED || !isPlain(word) || !WHOLE_ATOM.test(word))
        return;
      words.set(key, pseudonym);
      pattern = undefined;
    },
    /** Long ones are found anywhere, short ones as a whole word. */
    replace(atom: string): string {
      if (words.size === 0) return atom;
      pattern ??= patternOf([...words.keys()]);
      return atom.replaceAll(pattern, (found) => words.get(found.toLowerCase()) ?? found);
    },
  };
}

function patternOf(words: readonly string[]): RegExp {
  const escaped = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => {
      const plain = word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
      return word.length >= 5 ? plain : String.raw`(?<![\p{L}\p{N}])${plain}(?![\p{L}\p{N}])`;
    });
  return new RegExp(escaped.join('|'), 'giu');
}

export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { isPlain } from './shapes.ts';
import { isCommon, isSpoken } from './vocabulary.ts';

/** Secrets that look like plain words: they are known from one place, and have to be found in all others. */
export interface Memory {
  /** What a name said of somebody goes before what it said of an id, and is kept from messages, too. */
  readonly add: (word: string, pseudonym: string, about: 'person' | 'secret') => void;
  /** Long ones are found anywhere, short ones and numbers as a whole word. */
  readonly replace: (atom: string) => string;
}

/** Two letters stand in every word, and small numbers everywhere. */
const LEAST = 3;
const LEAST_DIGITS = 5;
const WHOLE_ATOM = /^[\p{L}\p{M}\p{N}_+~-]+$/u;

export function createMemory(): Memory {
  const persons = new Map<string, string>();
  const secrets = new Map<string, string>();
  /** How long the words are that begin so, the longest first: it costs the same however many there are. */
  const lengths = new Map<string, number[]>();

  function index(word: string): void {
    const start = word.slice(0, LEAST);
    const known = lengths.get(start) ?? [];
    if (!known.includes(word.length))
      lengths.set(
        start,
        [...known, word.length].toSorted((a, b) => b - a),
      );
  }

  const pseudonymOf = (word: string): string | undefined => persons.get(word) ?? secrets.get(word);

  /** The longest word that stands there. */
  function wordAt(text: string, at: number): string | undefined {
    for (const length of lengths.get(text.slice(at, at + LEAST)) ?? []) {
      const word = text.slice(at, at + length);
      if (pseudonymOf(word) !== undefined && standsAlone(text, word, at)) return word;
    }
    return undefined;
  }

  return {
    add(word, pseudonym, about) {
      const key = word.toLowerCase();
      const words = about === 'person' ? persons : secrets;
      // What does not look like a word is found by its looks.
      if (words.has(key) || !WHOLE_ATOM.test(word) || !(isPlain(word) || isNumber(word))) return;
      if (key.length < (isNumber(key) ? LEAST_DIGITS : LEAST)) return;
      if (isCommon(key) || (about === 'secret' && isSpoken(key))) return;
      if (!persons.has(key) && !secrets.has(key)) index(key);
      words.set(key, pseudonym);
    },
    replace(atom) {
      const lower = atom.toLowerCase();
      // Some letters are longer in lower case; then nothing stands where it stood.
      if (lengths.size === 0 || lower.length !== atom.length) return pseudonymOf(lower) ?? atom;
      let replaced = '';
      let end = 0;
      for (let at = 0; at <= lower.length - LEAST; at++) {
        const found = wordAt(lower, at);
        if (found === undefined) continue;
        replaced += atom.slice(end, at) + (pseudonymOf(found) ?? '');
        end = at + found.length;
        at = end - 1;
      }
      return replaced + atom.slice(end);
    },
  };
}

const isNumber = (text: string) => /^\d+$/.test(text);

/** Long words are found within others; short ones and numbers are not. */
function standsAlone(text: string, word: string, at: number): boolean {
  if (word.length >= 5 && !isNumber(word)) return true;
  const isPart = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char);
  return !isPart(text[at - 1]) && !isPart(text[at + word.length]);
}

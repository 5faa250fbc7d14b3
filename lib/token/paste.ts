import type { NamedValue } from './chunks.ts';
import { decodeToken } from './decode.ts';
import { isRecord, parseJson } from './json.ts';
import { findTokens } from './nested.ts';

export type PastedPlace = 'cookie' | 'header' | 'text';

/** A value that may hold a token, by the name it was pasted with. */
export interface PastedValue extends NamedValue {
  readonly place: PastedPlace;
}

/** Longer text is not looked through. Characters. */
export const MAX_PASTE = 1_000_000;

/** More are not looked at. */
const MAX_VALUES = 500;

/**
 * What a pasted text is made of: the cookies and headers that it names, and tokens that stand in it by themselves.
 * Takes a token, `Bearer …`, whole header lines, `a=…; b=…`, JSON, and a cURL command. Never throws.
 */
export function readPaste(text: string): PastedValue[] {
  const whole = text.trim();
  if (whole === '' || whole.length > MAX_PASTE) return [];
  const values = /^curl(?:\.exe)?\s/.test(whole) ? valuesOfCurl(whole) : valuesOfText(whole);
  return values.slice(0, MAX_VALUES);
}

function valuesOfText(whole: string): PastedValue[] {
  if (/^[[{"]/.test(whole) && parseJson(whole) !== undefined) return [{ place: 'text', name: '', value: whole }];
  const lines = whole
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const values = lines.flatMap(valuesOfLine);
  if (values.some(holdsToken)) return values;
  // A terminal or a mail may have broken a token into lines; a token itself has no space in it.
  const joined = lines.length > 1 ? tokensWithin(lines.join('')) : [];
  return joined.length > 0 ? joined : values;
}

const holdsToken = ({ value }: PastedValue) => findTokens(value).length > 0;

const HEADER = /^([\w-]+):\s*(\S.*)$/s;
const COOKIES = /^[^\s=;,:{}"']+=[^;]*(?:;\s*[^\s=;]+=[^;]*)*;?$/;

function valuesOfLine(line: string): PastedValue[] {
  const [, header = '', content = ''] = HEADER.exec(line) ?? [];
  if (header !== '' && !content.startsWith('//')) return valuesOfHeader(header, content);
  if (COOKIES.test(line) && !isPadded(line)) return cookiesIn(line);
  if (findTokens(line).length > 0) return [{ place: 'text', name: '', value: line }];
  return tokensWithin(line);
}

function valuesOfHeader(header: string, content: string): PastedValue[] {
  switch (header.toLowerCase()) {
    case 'cookie':
      return cookiesIn(content);
    case 'set-cookie':
      return cookiesIn(content).slice(0, 1);
    case 'authorization':
      return [{ place: 'header', name: 'Authorization', value: content }];
    default:
      return [{ place: 'header', name: header, value: content }];
  }
}

/** RFC 6265 section 4.2.1. A value may hold `=` itself, and stand in quotes. */
function cookiesIn(text: string): PastedValue[] {
  return text.split(';').flatMap((pair): PastedValue[] => {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at < 0 || name === '') return [];
    const value = pair.slice(at + 1).trim();
    return [{ place: 'cookie', name, value: /^"[^"{[]*"$/.test(value) ? value.slice(1, -1) : value }];
  });
}

/** Base64 ends in `=`, which makes no cookie of it. */
const isPadded = (line: string) => /^[A-Za-z0-9+/_-]{16,}={1,2}$/.test(line);

const COMPACT = /(?<![\w.-])ey[\w-]+\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?/g;

/** Tokens that stand somewhere in a text, as in a log or an address. */
function tokensWithin(text: string): PastedValue[] {
  return [...text.matchAll(COMPACT)]
    .map(([raw]) => raw)
    .filter((raw) => decodeToken(raw).format !== 'opaque')
    .map((value) => ({ place: 'text', name: '', value }));
}

/** Headers and cookies of "Copy as cURL", in the quotes of a POSIX shell. */
const CURL_OPTION = /\s(-H|--header|-b|--cookie)[\s=]+(?:\$?'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\S+))/g;

function valuesOfCurl(command: string): PastedValue[] {
  const named = [...command.matchAll(CURL_OPTION)].flatMap(([, option = '', single, double, bare]) => {
    const content = (single ?? double ?? bare ?? '').replaceAll(/\\(.)/g, '$1');
    return /^-b|^--cookie/.test(option) ? cookiesIn(content) : valuesOfLine(content);
  });
  return named.some(holdsToken) ? named : [...named, ...tokensWithin(command)];
}

const EXPECTED =
  'Paste a token (three parts with dots between, it begins with ey), a Cookie, Set-Cookie or Authorization header, JSON, or a cURL command.';

/** Why a text that was pasted holds no token, and what to paste. To be asked of one that holds none. */
export function explainPaste(text: string): string {
  const whole = text.trim();
  if (whole.length > MAX_PASTE) {
    return `This is too long to look through: ${whole.length.toLocaleString('en-US')} characters. Paste the header or the token alone.`;
  }
  const begun = /(?<![\w.-])ey[\w-]{8,}[\w.-]*/.exec(whole)?.[0];
  const decoded = begun === undefined ? undefined : decodeToken(begun);
  if (decoded?.format === 'opaque') {
    return `What begins like a token cannot be read. ${decoded.reason}. Copy all of it, without an ellipsis or line breaks inside.`;
  }
  if (/^[[{]/.test(whole)) {
    const json = parseJson(whole);
    if (json === undefined) return `This begins like JSON, but is none. ${EXPECTED}`;
    return `No member of this JSON ${isRecord(json) ? 'object ' : ''}is a token. ${EXPECTED}`;
  }
  const names = readPaste(whole).flatMap(({ name, place }) => (name === '' ? [] : [`${place} ${name}`]));
  if (names.length > 0) {
    const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
    return `There is no token in ${names.slice(0, 5).join(', ')}${more}: what is opaque only its server can read. ${EXPECTED}`;
  }
  return `There is no token in this text. ${EXPECTED}`;
}

import { findTokens } from '@/lib/token/nested.ts';
import { splitTokens } from '@/lib/token/redact.ts';
import type { Carried, RequestFacts } from './event.ts';
import { isSessionName, resemblesToken } from './interest.ts';

interface CurlOptions {
  /** Whether secrets stand as they were sent; shell variables stand for them otherwise. */
  readonly withTokens: boolean;
}

/** Text of a command: plain, or a secret with the name of the variable that can stand for it. */
type Piece = string | { readonly secret: string; readonly name: string };

const SECRET_NAME = /secret|passw|api[-_]?key|credential|signature|ticket|^code$/i;
const HAS_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** A request as a POSIX shell command that repeats it. */
export function toCurl(request: RequestFacts, { withTokens }: CurlOptions): string {
  const { method, url, sent, headers } = request;
  const names = new Names();
  const write = (pieces: readonly Piece[]) => quotePieces(pieces, withTokens ? undefined : names);
  const cookies = sent.filter(({ place }) => place === 'cookie');
  const options = [
    // Brackets and braces are patterns to curl.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...methodOption(method),
    ...sent.filter(({ place }) => place !== 'cookie').map((carried) => `-H ${write(headerPieces(carried))}`),
    ...headers.map(([name, value]) => `-H ${write(otherPieces(name, value))}`),
    ...(cookies.length > 0 ? [`-H ${write(['Cookie: ', ...cookies.flatMap(cookiePieces)])}`] : []),
  ];
  const command = [`curl ${write(addressPieces(url))}`, ...options].join(' \\\n  ');
  return [...notes(method, cookies.length > 0, names.taken), command].join('\n');
}

function methodOption(method: string): string[] {
  if (method === 'GET') return [];
  // curl waits for a body with -X HEAD.
  return [method === 'HEAD' ? '--head' : `-X ${quote(method)}`];
}

/** Comments of words alone: zsh reads them as commands, and a quote or a bracket in them would break what follows. */
function notes(method: string, hasCookies: boolean, variables: readonly string[]): string[] {
  return [
    ...(variables.length > 0 ? [`# Secrets are left out. Set before: ${variables.join(', ')}`] : []),
    ...(HAS_BODY.has(method) ? ['# Bodies are not recorded, as they may hold passwords. Add yours with --data'] : []),
    ...(hasCookies ? ['# Only cookies that may be of a session are recorded'] : []),
  ];
}

/** `Bearer` and its like stay readable. */
function headerPieces({ place, name, value }: Carried): Piece[] {
  const [, scheme = '', secret = ''] = /^([A-Za-z][\w-]* +)?(.*)$/s.exec(value) ?? [];
  return [`${name}: ${scheme}`, { secret, name: place === 'authorization' ? 'TOKEN' : variable(name, 'HEADER') }];
}

function otherPieces(name: string, value: string): Piece[] {
  if (isSecret(name, value)) return [`${name}: `, { secret: value, name: variable(name, 'HEADER') }];
  return [`${name}: `, ...(/^(?:referer|origin)$/i.test(name) ? addressPieces(value) : tokenPieces(value))];
}

const cookiePieces = ({ name, value }: Carried, index: number): Piece[] => [
  `${index > 0 ? '; ' : ''}${name}=`,
  { secret: value, name: variable(name, 'COOKIE') },
];

/** Tokens stand in addresses as well: `?__clerk_db_jwt=…`, `#access_token=…`. */
function addressPieces(address: string): Piece[] {
  return address
    .replace(/^([a-z][\w+.-]*:\/\/)[^/?#@]*@/i, '$1')
    .split(/([?&#])/)
    .flatMap((part): Piece[] => {
      const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
      return value !== '' && isSecret(name, value)
        ? [`${name}=`, { secret: value, name: variable(name, 'PARAMETER') }]
        : tokenPieces(part);
    });
}

function tokenPieces(text: string): Piece[] {
  return splitTokens(text).map((piece) => (piece.isToken ? { secret: piece.text, name: 'TOKEN' } : piece.text));
}

/** Ids are no secrets, though sessions have them too. */
function isSecret(name: string, value: string): boolean {
  if (resemblesToken(value) || findTokens(value).length > 0 || SECRET_NAME.test(name)) return true;
  return isSessionName(name) && !/(?:[-_]id|mode|version|type)$/i.test(name);
}

/** The ending keeps it apart from `PATH` and whatever else a shell has a use for. */
function variable(name: string, kind: string): string {
  const word = name
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toUpperCase();
  return `${/^\d/.test(word) ? 'N' : ''}${word === '' ? '' : `${word}_`}${kind}`;
}

/** Which variable stands for which secret: one for each, so that the same token twice is set once. */
class Names {
  readonly #bySecret = new Map<string, string>();

  get taken(): readonly string[] {
    return [...this.#bySecret.values()];
  }

  of(secret: string, wanted: string): string {
    const known = this.#bySecret.get(secret);
    if (known !== undefined) return known;
    const taken = new Set(this.#bySecret.values());
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
    this.#bySecret.set(secret, name);
    return name;
  }
}

function quotePieces(pieces: readonly Piece[], names: Names | undefined): string {
  let plain = '';
  let command = '';
  const flush = () => {
    if (plain !== '') command += quote(plain);
    plain = '';
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') plain += piece;
    else if (!names || piece.secret === '') plain += piece.secret;
    else {
      flush();
      command += `"$${names.of(piece.secret, piece.name)}"`;
    }
  }
  flush();
  return command === '' ? "''" : command;
}

/** A word as any POSIX shell takes it: nothing has a meaning between single quotes but the quote that ends them. */
export function quote(text: string): string {
  // No shell word can hold a NUL.
  return `'${text.replaceAll('\0', '').replaceAll("'", String.raw`'\''`)}'`;
}

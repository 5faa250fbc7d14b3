/** Gives each secret one name, the same wherever it occurs, so that equality still shows. */
export interface Pseudonyms {
  /** For an id, or anything that looks as if nobody made it up: its kind stays, such as `user_`. */
  readonly ofId: (id: string) => string;
  /** For a value that nothing is known of: as long as the value itself, where there is room. */
  readonly ofValue: (value: string) => string;
  /** For a word that names somebody, whatever its case. */
  readonly ofName: (name: string) => string;
  readonly ofEmail: (email: string) => string;
  readonly ofPhone: (phone: string) => string;
  readonly ofNumber: (value: number) => number;
  /** For a signature, of this length where there is room: characters of base64url alone. */
  readonly ofSignature: (signature: string, length: number) => string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PREFIX = /^(?:[a-z]{2,12}_){1,2}(?=.)/;

export function createPseudonyms(): Pseudonyms {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();

  function of(key: string, kind: string, name: (number: number) => string): string {
    const before = known.get(key);
    if (before !== undefined) return before;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const made = name(number);
    known.set(key, made);
    return made;
  }

  const ofId = (id: string): string => {
    if (UUID.test(id)) return of(id, 'uuid', (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
    const prefix = PREFIX.exec(id)?.[0] ?? '';
    return of(id, prefix, (number) => `${prefix}redacted${number}`);
  };

  return {
    ofId,
    ofValue: (value) => {
      // What begins like a token, and cannot be read as one, still has to look like that.
      const start = value.startsWith('eyJ') ? 'eyJ' : '';
      return of(value, '', (number) => `${start}redacted${number}`.padEnd(value.length, 'x'));
    },
    ofName: (name) => of(name.toLowerCase(), 'name', (number) => `name-${number}`),
    ofEmail: (email) => of(email.toLowerCase(), 'email', (number) => `person${number}@redacted.example`),
    ofPhone: (phone) => of(phone.replaceAll(/\D/g, ''), 'phone', (number) => `phone-${number}`),
    ofNumber: (value) => Number(of(`number ${value}`, 'number', (number) => String(900_000_000 + number))),
    ofSignature: (signature, length) =>
      of(`signature ${signature}`, 'signature', (number) => `signature-${number}`).padEnd(length, '-'),
  };
}

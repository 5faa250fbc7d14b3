/** Every secret in a recording that has all of them. */
export function secretsIn(text: string): string[] {
  const tokens = text.match(/ey[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g) ?? [];
  const decoded = tokens.flatMap((token) => token.split('.').slice(0, 2)).map((part) => Buffer.from(part, 'base64url'));
  const everything = [text, ...decoded].join('\n');
  return [
    ...tokens,
    ...tokens.map((token) => token.split('.')[1] ?? ''),
    ...tokens.map((token) => token.split('.')[2] ?? ''),
    ...(everything.match(/[\w.+-]+@[\w-]+\.[\w.]+/g) ?? []),
    ...(everything.match(/\b(?:user|sess|client|ins|org|dvb)_\w{6,}/g) ?? []),
    ...[...everything.matchAll(/"jti":"([^"]+)"/g)].map(([, jti]) => jti ?? ''),
  ].filter((secret, index, all) => secret !== '' && all.indexOf(secret) === index);
}

/** A secret, and what it is in the encodings that it may be hidden in, wherever it begins in a group of three bytes. */
const disguises = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  ...['', '=', '=='].map((_, shift) =>
    Buffer.from('x'.repeat(shift) + secret)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  ),
];

/** What of the secrets is in a text, plain or encoded. */
export const foundIn = (text: string, secrets: string[]) =>
  secrets.flatMap(disguises).filter((each) => each.length > 3 && text.includes(each));

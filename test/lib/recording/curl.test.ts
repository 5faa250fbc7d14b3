import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quote, toCurl } from '@/lib/recording/curl.ts';
import type { RequestFacts } from '@/lib/recording/event.ts';
import { makeRequest } from '../support/events.ts';
import { makeClerkToken } from '../support/tokens.ts';

const token = makeClerkToken();
const bearer = { place: 'authorization', name: 'Authorization', value: `Bearer ${token}` } as const;
const session = { place: 'cookie', name: '__session', value: token } as const;
const csrf = { place: 'cookie', name: 'csrf', value: "it's" } as const;

const curl = (request: Partial<RequestFacts>, withTokens = false) => toCurl(makeRequest(request), { withTokens });

/** What a shell makes of the command: curl's arguments. */
function shellArguments(command: string, env: Record<string, string> = {}): string[] {
  const told = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], { env, encoding: 'utf8' });
  return told.split('\0').slice(0, -1);
}

it('writes method, address, headers and session cookies, with variables for what is secret', () => {
  const request = {
    method: 'DELETE',
    url: 'http://localhost:3000/api/orders/1',
    sent: [bearer, session, csrf],
    headers: [
      ['Accept', 'application/json'],
      ['X-Tenant', "O'Neil"],
    ] as const,
  };

  expect(curl(request)).toBe(
    String.raw`# Secrets are left out. Set before: TOKEN, CSRF_COOKIE
# Only cookies that may be of a session are recorded
curl 'http://localhost:3000/api/orders/1' \
  -X 'DELETE' \
  -H 'Authorization: Bearer '"$TOKEN" \
  -H 'Accept: application/json' \
  -H 'X-Tenant: O'\''Neil' \
  -H 'Cookie: __session='"$TOKEN"'; csrf='"$CSRF_COOKIE"`,
  );
});

it('is taken by a shell as it was sent, by itself or with the variables set', () => {
  const request = { method: 'POST', url: 'http://localhost/a?b=[1]&c=$HOME', sent: [bearer, csrf] };
  const expected = [
    'http://localhost/a?b=[1]&c=$HOME',
    '--globoff',
    '-X',
    'POST',
    '-H',
    `Authorization: Bearer ${token}`,
    '-H',
    "Cookie: csrf=it's",
  ];

  expect(shellArguments(curl(request, true))).toEqual(expected);
  expect(shellArguments(curl(request), { TOKEN: token, CSRF_COOKIE: "it's" })).toEqual(expected);
});

it('says that bodies are not recorded, in words that no shell stumbles over', () => {
  expect(curl({ method: 'POST' })).toContain('# Bodies are not recorded');
  expect(curl({ method: 'GET' })).not.toContain('#');
  expect(curl({ method: 'HEAD' })).toContain('--head');
  const comments = curl({ method: 'PUT', sent: [bearer, session] })
    .split('\n')
    .filter((line) => line.startsWith('#'));
  expect(comments).toHaveLength(3);
  // Where comments are off, as in an interactive zsh, they are words.
  for (const comment of comments) expect(comment).toMatch(/^# [\w ,.:-]+$/);
});

it('leaves secrets out of addresses and other headers too', () => {
  const url = `http://user:pass@localhost/go/${token}?__clerk_db_jwt=dvb_1&session_id=sess_1&page=2&code=c0de#t`;
  const command = curl({
    url,
    headers: [
      ['X-Api-Key', 'sk_live_1'],
      ['Referer', 'http://localhost/?access_token=opaque'],
      ['x-opaque', `a ${token} b`],
      ['st-auth-mode', 'cookie'],
    ],
  });

  for (const secret of [token, 'dvb_1', 'sk_live_1', "opaque'", 'c0de', 'pass']) expect(command).not.toContain(secret);
  expect(command).toContain(
    `'http://localhost/go/'"$TOKEN"'?__clerk_db_jwt='"$CLERK_DB_JWT_PARAMETER"'&session_id=sess_1`,
  );
  expect(command).toContain(`'X-Api-Key: '"$X_API_KEY_HEADER"`);
  expect(command).toContain(`'st-auth-mode: cookie'`);
});

it('never copies a token or a session cookie unless asked to', () => {
  const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
  const secret = fc.oneof(
    fc.constant(token),
    text.map((value) => `S3cret${value}`),
  );
  const carried = fc.record({
    place: fc.constantFrom('authorization' as const, 'cookie' as const, 'header' as const),
    name: fc.oneof(fc.constantFrom('Authorization', 'PATH', '__session', '1'), text),
    value: secret,
  });
  fc.assert(
    fc.property(fc.array(carried, { maxLength: 4 }), (sent) => {
      const command = curl({ sent });
      for (const { value } of sent) expect(command).not.toContain(value);
      for (const [, name] of command.matchAll(/"\$(\w+)"/g)) expect(name).toMatch(/TOKEN|COOKIE|HEADER/);
    }),
  );
});

it('quotes any text so that a shell gives it back', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((value) => !value.includes('\0'));
  fc.assert(
    fc.property(fc.array(fc.oneof(text, fc.constantFrom("'", '$(id)', '`id`', '\\', '\n', '!!', '"'))), (texts) => {
      const told = execFileSync('sh', ['-c', `printf '%s\\0' ${texts.map(quote).join(' ')}`], { encoding: 'utf8' });

      expect(told.split('\0').slice(0, -1)).toEqual(texts.length === 0 ? [''] : texts);
    }),
    { numRuns: 50 },
  );
  expect(quote('a\0b')).toBe("'ab'");
});

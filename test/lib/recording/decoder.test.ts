import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodePaste } from '@/lib/recording/decoder.ts';
import { makeClerkToken, makeJwe, makeToken } from '../support/tokens.ts';

const found = (text: string) => {
  const decoded = decodePaste(text);
  return decoded.state === 'found'
    ? decoded.views.map(({ credential, provider, token }) => [credential.name, provider?.id, token.format])
    : decoded.state;
};

it('has nothing to say of nothing', () => {
  expect(decodePaste(' \n ')).toEqual({ state: 'empty' });
});

it('knows a provider by what stands in the token', () => {
  expect(found(makeClerkToken())).toEqual([['Token 1', 'clerk', 'jws']]);
  expect(found(`Cookie: __session=${makeClerkToken()}; theme=dark`)).toEqual([['__session', 'clerk', 'jws']]);
});

it('lists several tokens apart, also under one name', () => {
  const [a, b] = [makeToken({ sub: 'a' }), makeToken({ sub: 'b' })];

  expect(found(`${a}\n${b}\n${makeJwe()}`)).toHaveLength(3);
  expect(found(`Set-Cookie: s=${a}\nSet-Cookie: s=${b}`)).toHaveLength(2);
});

it('puts together what was split over several cookies', () => {
  const token = makeJwe();

  expect(found(`a=1; big.0=${token.slice(0, 20)}; big.1=${token.slice(20)}`)).toEqual([['big', undefined, 'jwe']]);
});

it('says why there is nothing', () => {
  expect(decodePaste('hello')).toMatchObject({ state: 'nothing', why: expect.stringContaining('Paste a token') });
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(makeJwe(), 'Cookie: ', 'a=', '; ', '\n'), fc.string())), (parts) => {
      expect(['empty', 'found', 'nothing']).toContain(decodePaste(parts.join('')).state);
    }),
  );
});

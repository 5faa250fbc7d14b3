import { makeToken } from '../../support/tokens.ts';

const HS256 = { alg: 'HS256' };
const IDENTITY = { roqEnvironmentId: 'env_1', roqUserId: 'user_1' };

export const makeAccessToken = (claims: object = {}) =>
  makeToken({ ...IDENTITY, notificationToken: 'n_1', iat: 1_000, exp: 1_300, ...claims }, HS256);

export const makeIdToken = (claims: object = {}) =>
  makeToken(
    {
      ...IDENTITY,
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@example.com',
      tenantId: 'acme',
      roles: ['member'],
      iat: 1_000,
      exp: 1_300,
      ...claims,
    },
    HS256,
  );

/** A session as `@roq/nextjs` 2 signs it: its own `exp` is a year away, whatever the tokens inside say. */
export const makeRoqToken = (claims: object = {}, header: object = {}) =>
  makeToken(
    {
      id: 'session_1',
      roqUserId: 'user_1',
      roqAccessToken: makeAccessToken(),
      roqIdToken: makeIdToken(),
      roqRefreshToken: 'rt_1',
      iat: 1_000,
      nbf: 1_000,
      exp: 1_000 + 365 * 24 * 3_600,
      ...claims,
    },
    { ...HS256, ...header },
  );

import { afterAll, beforeAll, expect, it } from 'vitest';
import { supertokens } from '@/lib/providers/supertokens/index.ts';
import { createClient, type Answer } from '../../apps/supertokens/client.ts';
import { ensureApp, startSuperTokensApp, type SuperTokensApp } from '../../apps/supertokens/server.ts';

let app: SuperTokensApp;

// The first time, its packages come from the registry.
beforeAll(async () => {
  await ensureApp();
  app = await startSuperTokensApp();
}, 120_000);
afterAll(() => app.close());

const read = ({ status, body }: Answer) =>
  supertokens.actions[0]?.interpret?.({
    status,
    url: `${app.apiUrl}/auth/session/refresh`,
    redirected: false,
    contentType: 'application/json',
    body: JSON.stringify(body),
  });

it('tells what the real backend says to an expired access token from what it says to a revoked session', async () => {
  const client = createClient(app, 'cookie');
  await client.signIn();
  app.expireAccess();
  const expired = read(await client.me());
  app.revoke();
  const revoked = read(await client.refresh());

  expect(expired?.headline).toBe('The server wants a refresh again, 401 try refresh token');
  expect(revoked?.headline).toBe('Signed out, 401 unauthorised');
});

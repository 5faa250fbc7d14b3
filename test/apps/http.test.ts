import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { listenOnLocalhost, sendJson } from './http.ts';

const answer = (text: string) => listenOnLocalhost((_, response) => sendJson(response, 200, text));

it('takes the next port when the wanted one is taken', async () => {
  const first = await answer('first');
  const second = await listenOnLocalhost((_, response) => sendJson(response, 200, 'second'), first.port);

  expect(second.port).toBeGreaterThan(first.port);
  await expect(fetch(`http://127.0.0.1:${second.port}`).then((response) => response.json())).resolves.toBe('second');
  await Promise.all([first.close(), second.close()]);
});

it('is the same server by name and by address', async () => {
  const { port, close } = await answer('here');

  for (const host of ['localhost', '127.0.0.1']) {
    await expect(fetch(`http://${host}:${port}`).then((response) => response.json())).resolves.toBe('here');
  }
  await close();
});

it('leaves its port free when it is closed', async () => {
  const { port, close } = await answer('gone');
  await close();

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(server.listening).toBe(true);
  await new Promise((resolve) => server.close(resolve));
});

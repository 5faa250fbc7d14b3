import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves on the loopback addresses only, IPv4 and (where the machine has it) IPv6, since `localhost` may mean either.
 * A port that is taken makes it try the ones after it; port 0 takes any free one.
 */
export async function listenOnLocalhost(handler: RequestListener, wanted = 0): Promise<Listening> {
  for (let port = wanted, tries = 0; ; tries += 1, port = wanted && wanted + tries) {
    try {
      return await listenOn(handler, port);
    } catch (error) {
      if (!isCode(error, 'EADDRINUSE') || tries === 20) throw error;
    }
  }
}

async function listenOn(handler: RequestListener, wanted: number): Promise<Listening> {
  const first = await open(handler, wanted, '127.0.0.1');
  const { port } = first.address() as AddressInfo;
  const servers = [first];
  try {
    servers.push(await open(handler, port, '::1'));
  } catch (error) {
    if (!isCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) {
      await shut(first);
      throw error;
    }
  }
  return {
    port,
    async close() {
      await Promise.all(servers.map(shut));
    },
  };
}

function open(handler: RequestListener, port: number, host: string): Promise<Server> {
  const server = createServer(handler);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const isCode = (error: unknown, ...codes: string[]) =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

export function cookiesOf(request: IncomingMessage): Map<string, string> {
  const pairs = (request.headers.cookie ?? '').split('; ').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return new Map(pairs);
}

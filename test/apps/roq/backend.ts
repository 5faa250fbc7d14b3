import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../http.ts';
import type { RoqState } from './state.ts';

type Profile = Pick<RoqState, 'roles' | 'tenantId'>;

/** What the page asks of ROQ's platform by way of the app: roles and tenant as they are now, and a change of them. */
export function createBackend(state: RoqState) {
  const watchers = new Set<ServerResponse>();
  const event = () => `data: ${JSON.stringify({ roles: state.roles, tenantId: state.tenantId })}\n\n`;

  function change(profile: Partial<Profile>): void {
    Object.assign(state, profile);
    for (const watcher of watchers) watcher.write(event());
  }

  return {
    change,

    /** False when there is no such endpoint. */
    handle(request: IncomingMessage, response: ServerResponse, path: string, body: string): boolean {
      switch (`${request.method} ${path}`) {
        case 'POST /api/roles': {
          const roles = rolesIn(body);
          if (roles) change({ roles });
          if (roles) sendJson(response, 200, { roles });
          else sendJson(response, 400, { error: 'expected {"roles": ["…"]}' });
          return true;
        }
        case 'GET /api/profile/events':
          response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
          response.write(event());
          watchers.add(response);
          response.once('close', () => watchers.delete(response));
          return true;
        default:
          return false;
      }
    },
  };
}

function rolesIn(body: string): string[] | undefined {
  try {
    const { roles } = JSON.parse(body) as { roles?: unknown };
    return Array.isArray(roles) && roles.every((role) => typeof role === 'string') ? roles : undefined;
  } catch {
    return undefined;
  }
}

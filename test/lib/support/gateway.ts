import { AppError } from '@/lib/messaging/errors.ts';
import type { AgentReply, FrameFacts, GatewayEvents, GatewayRequests } from '@/lib/messaging/protocol.ts';
import type { AgentRequest } from '@/lib/providers/agent.ts';
import type { CookieFacts, HostAccess, StorageFacts } from '@/lib/recording/event.ts';
import type { Gateway } from '@/lib/recorder/recorder.ts';
import { PAGE } from './events.ts';

type Method = keyof GatewayRequests;

/** What the background would find if it looked. */
export interface World {
  /** Null where the extension may not know it. */
  url: string | null;
  storeId: string;
  isPrivate: boolean;
  otherTabs: number;
  access: HostAccess;
  cookies: CookieFacts[];
  frames: FrameFacts[];
  reply: AgentReply;
}

export interface FakeGateway {
  readonly client: Gateway;
  readonly world: World;
  readonly asked: (method: Method) => unknown[][];
  readonly askedAnything: () => Method[];
  /** What the page agent was asked. */
  readonly agentAsked: () => AgentRequest[];
  readonly forget: () => void;
  /** Keeps the answers to a method back, until it is released; they are as of when they were asked for. */
  readonly hold: (method: Method) => () => void;
  /** Has a method fail as it does when the background has gone. */
  readonly lose: (method: Method) => void;
  readonly emit: <E extends keyof GatewayEvents>(name: E, data: GatewayEvents[E]) => void;
}

export const answered = (value: unknown): AgentReply => ({ state: 'answered', text: JSON.stringify(value) });

export const SNAPSHOT = { page: { focused: true, visible: true, online: true }, sdks: [] };

export const frame = (url: string, ...areas: StorageFacts[]): FrameFacts => ({ url, areas });

/** A background in which the page is PAGE, with access to it. */
export function fakeGateway(): FakeGateway {
  const calls: { method: Method; params: unknown[] }[] = [];
  const held = new Map<Method, Promise<void>>();
  const lost = new Set<Method>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  const world: World = {
    url: PAGE,
    storeId: 'store-1',
    isPrivate: false,
    otherTabs: 0,
    access: { state: 'granted' },
    cookies: [],
    frames: [frame(PAGE)],
    reply: answered(SNAPSHOT),
  };
  const answers: Record<Method, () => unknown> = {
    'tab/describe': () => ({ url: world.url, storeId: world.storeId, isPrivate: world.isPrivate }),
    'tabs/count-others': () => world.otherTabs,
    'access/check': () => world.access,
    'access/open-grant-page': () => null,
    'cookies/list': () => world.cookies,
    'frames/read': () => world.frames,
    'agent/call': () => world.reply,
  };

  async function answer(method: Method, ...params: unknown[]): Promise<unknown> {
    calls.push({ method, params });
    const value = structuredClone(answers[method]());
    await held.get(method);
    if (lost.has(method)) throw new AppError('disconnected', 'The other side went away');
    return value;
  }

  const asked = (wanted: Method) => calls.filter(({ method }) => method === wanted).map(({ params }) => params);

  return {
    world,
    asked,
    askedAnything: () => calls.map(({ method }) => method),
    agentAsked: () => asked('agent/call').map(([, request]) => JSON.parse(String(request)) as AgentRequest),
    forget: () => void calls.splice(0),
    hold(method) {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(method, promise);
      return () => {
        held.delete(method);
        resolve();
      };
    },
    lose: (method) => lost.add(method),
    emit(name, data) {
      for (const listener of listeners.get(name) ?? []) listener(data as never);
    },
    client: {
      request: answer as Gateway['request'],
      on(name, listener) {
        const known = listeners.get(name) ?? new Set();
        listeners.set(name, known.add(listener));
        return () => known.delete(listener);
      },
      abandon: () => undefined,
    },
  };
}

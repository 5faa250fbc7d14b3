import {
  describeError,
  type ActionAnswer,
  type ActionOptions,
  type PageProvider,
  type PageSnapshot,
  type SdkState,
} from './page.ts';

/** Where the agent is left in the page: under a registered symbol, so that it is in nobody's way. */
export const AGENT_KEY = 'claimcheck.agent';

export type AgentRequest =
  | { readonly kind: 'snapshot' }
  /** Asked twice with one id, the action runs once and both get its answer: the asker may have been restarted. */
  | {
      readonly kind: 'act';
      readonly id: string;
      readonly provider: string;
      readonly action: string;
      readonly options: ActionOptions;
    };

/** Takes and gives JSON text: one plain type that crosses every border alike, whatever the page did to its objects. */
export type Agent = (request: string) => Promise<string>;

/**
 * The page's side of the extension. It answers and never rejects:
 * Chromium turns a rejected injection into a bare `result: null`, Firefox into an `error` field.
 */
export function createAgent(page: Document, providers: readonly PageProvider[]): Agent {
  const running = new Map<string, Promise<ActionAnswer>>();

  function act(request: Extract<AgentRequest, { kind: 'act' }>): Promise<ActionAnswer> {
    const known = running.get(request.id);
    if (known) return known;
    const actions = providers.find(({ id }) => id === request.provider)?.actions ?? {};
    const action = Object.hasOwn(actions, request.action) ? actions[request.action] : undefined;
    const answer = action ? action(request.options) : Promise.resolve<ActionAnswer>({ status: 'sdk-missing' });
    running.set(request.id, answer);
    return answer;
  }

  return async (text) => {
    try {
      const request = JSON.parse(text) as AgentRequest;
      return JSON.stringify(request.kind === 'act' ? await act(request) : snapshot(page, providers));
    } catch (error) {
      // Put together by hand: a page that has a `toJSON` on Object.prototype can make JSON.stringify throw for any object.
      return `{"status":"failed","message":${JSON.stringify(describeError(error))},"httpStatus":null,"code":null}`;
    }
  };
}

function snapshot(page: Document, providers: readonly PageProvider[]): PageSnapshot {
  return {
    page: {
      focused: page.hasFocus() === true,
      visible: page.visibilityState === 'visible',
      online: page.defaultView?.navigator.onLine ?? true,
    },
    sdks: providers.map(snapshotOf).filter((state): state is SdkState => state !== null),
  };
}

/** A provider whose SDK makes it throw costs the others nothing. */
function snapshotOf(provider: PageProvider): SdkState | null {
  try {
    return provider.snapshot();
  } catch {
    return null;
  }
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '@/lib/messaging/client.ts';
import { AppError, serializeError } from '@/lib/messaging/errors.ts';
import type { RecorderEvents, RecorderRequests } from '@/lib/messaging/protocol.ts';
import type { Provider } from '@/lib/providers/provider.ts';
import { sideOf, type TokenSide } from '@/lib/recording/comparison.ts';
import { claimAt, meets } from '@/lib/recording/condition.ts';
import type { Millis } from '@/lib/recording/event.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import type { RecordedAction, Recording } from '@/lib/recording/recording.ts';
import { proveAction } from '@/lib/recording/proof.ts';
import { listSessions } from '@/lib/recording/session.ts';
import {
  askedToWait,
  leastInterval,
  prospectOf,
  type UntilEnd,
  type UntilPlan,
  type UntilRun,
} from '@/lib/recording/until.ts';
import { describeProof } from '@/lib/recording/words.ts';
import { createPace } from './pace.ts';
import { siteOf, type PanelState } from './panel-store.ts';

export interface RefreshUntil {
  /** The repetition under way, or the last one; null before the first. */
  readonly store: StoreApi<{ readonly run: UntilRun | null }>;
  /** Repeats an action until a claim says what it is waited for to say. One at a time; settles when it has ended. */
  readonly start: (plan: UntilPlan) => Promise<void>;
  readonly stop: () => void;
  /** Forgets a repetition that has ended. */
  readonly dismiss: () => void;
}

export interface RefreshUntilDependencies {
  readonly client: Pick<Client<RecorderRequests, RecorderEvents>, 'request'>;
  readonly panel: Pick<StoreApi<Pick<PanelState, 'recording'>>, 'getState' | 'subscribe'>;
  readonly now: () => Millis;
}

/** How a try went. `sentAt`: when the page was asked. */
type Attempt = Ran | { readonly state: 'refused'; readonly message: string };

interface Ran {
  readonly state: 'ran';
  readonly sentAt: Millis;
  readonly action: RecordedAction | undefined;
}

/** After "too many requests" the next try waits so long, and twice as long with each that follows. Milliseconds. */
const LIMITED_PAUSE = 10_000;
const MAX_PAUSE = 60_000;

/** How often it is looked whether the server has said how long to wait. Milliseconds. */
const HEARING = 500;

/** A call that hangs holds up the next so long before it is given up. Milliseconds. */
const BUSY_PATIENCE = 240_000;

/** How long after a navigation a page may still lack its SDK. Milliseconds. */
const ARRIVING = 5_000;

export function createRefreshUntil({ client, panel, now }: RefreshUntilDependencies): RefreshUntil {
  const store = createStore<{ readonly run: UntilRun | null }>(() => ({ run: null }));
  const update = (change: Partial<UntilRun>) => store.setState(({ run }) => ({ run: run && { ...run, ...change } }));
  const recording = () => panel.getState().recording;
  const pace = createPace(now);
  pace.heed(recording().actions);
  panel.subscribe((state, old) => state.recording !== old.recording && pace.heed(state.recording.actions));
  let finish: ((end: UntilEnd) => void) | undefined;
  let stop = () => {};

  async function start(plan: UntilPlan): Promise<void> {
    if (finish) return;
    const { provider, action, options, condition, tries } = plan;
    const interval = Math.max(plan.interval, leastInterval(provider));
    const startedAt = now();
    const site = siteOf(recording().url);
    const ended = new AbortController();
    const first = latestTokens(provider, recording(), new Set()).at(-1);
    let before = first?.claims;
    const seen = new Set(recording().tokens.keys());
    /** By number: a token in parts is another one under the same while they are written. */
    const came = new Set<number | string>();
    const earlier = new Set(recording().actions.map(({ id }) => id));

    finish = (end) => {
      finish = undefined;
      unsubscribe();
      update({ end, endedAt: now() });
      ended.abort();
    };
    stop = () => finish?.({ kind: 'stopped', after: now() - startedAt });
    const unsubscribe = panel.subscribe((state, old) => state.recording !== old.recording && look());
    store.setState({
      run: { plan, tried: 0, tokens: 0, last: hit(first), limited: null, end: null, endedAt: null },
    });
    if (first && meets(condition, before, first.claims)) return finish({ kind: 'met', after: 0 });

    function hit(side: TokenSide | undefined) {
      return side && claimAt(side.claims, condition.path);
    }

    /** Every token counts, also one that came by itself. */
    function look(): void {
      const { url, tokens } = recording();
      if (url !== null && siteOf(url) !== site) return finish?.({ kind: 'left' });
      for (const side of latestTokens(provider, recording(), earlier)) {
        if (seen.has(side.raw)) continue;
        seen.add(side.raw);
        came.add(side.number ?? side.raw);
        update({ tokens: came.size, last: hit(side), limited: null });
        if (meets(condition, before, side.claims)) {
          const seenAt = tokens.get(side.raw)?.firstAt ?? now();
          return finish?.({ kind: 'met', after: Math.max(0, seenAt - startedAt) });
        }
        before ??= side.claims;
      }
    }

    let pause = 0;
    for (let tried = 1; tried <= tries; tried++) {
      update({ tried });
      const done = await attempt();
      if (ended.signal.aborted) return;
      if (done.state === 'refused') return finish({ kind: 'failed', words: refusal(done.message) });
      look();
      if (ended.signal.aborted) return;

      const proof = done.action && proveAction(recording(), done.action);
      const end = done.action?.end;
      const prospect = proof && end ? prospectOf(end, proof, isArriving(recording(), done.sentAt)) : 'go-on';
      if (proof && prospect === 'hopeless') return finish({ kind: 'failed', words: describeProof(proof) });
      pause = prospect === 'limited' ? Math.min(MAX_PAUSE, Math.max(LIMITED_PAUSE, 2 * pause)) : 0;
      if (tried < tries) await rest(done, pause);
      if (ended.signal.aborted) return;
    }
    finish({ kind: 'used-up', after: now() - startedAt });

    /** Until the next try may be made. What a server asks for is often heard of only after its answer has ended the try. */
    async function rest({ sentAt }: Ran, least: Millis): Promise<void> {
      while (!ended.signal.aborted) {
        const asked = least > 0 ? askedOf(provider) : undefined;
        update({ limited: least > 0 ? { retryAfter: asked?.seconds } : null });
        const gap = Math.max(interval, asked ? asked.until - sentAt : least);
        const left = Math.min(gap, sentAt + gap - now());
        if (left <= 0) return;
        await sleep(least > 0 ? Math.min(left, HEARING) : left, ended.signal);
      }
    }

    async function attempt(): Promise<Attempt> {
      const beganAt = now();
      let known: ReadonlySet<string> = new Set();
      let sentAt = beganAt;
      while (!ended.signal.aborted) {
        await turn();
        if (ended.signal.aborted) break;
        known = new Set(recording().actions.map(({ id }) => id));
        try {
          update({ limited: null });
          sentAt = pace.send(provider.id);
          await client.request('action/run', provider.id, action.id, options);
          break;
        } catch (error) {
          const code = error instanceof AppError ? error.code : undefined;
          // The recorder goes on without the line that it was asked on.
          if (code === 'disconnected') break;
          if (code !== 'busy' || now() - beganAt > BUSY_PATIENCE) {
            return { state: 'refused', message: serializeError(error).message };
          }
          await sleep(interval, ended.signal);
        }
      }
      return {
        state: 'ran',
        sentAt,
        action: recording().actions.findLast((each) => each.provider === provider.id && !known.has(each.id)),
      };
    }

    /** Waits for as long as it takes: meanwhile the user may have asked as well. */
    async function turn(): Promise<void> {
      for (;;) {
        const asked = askedOf(provider);
        const wait = Math.max(pace.wait(provider), asked ? Math.min(asked.seconds * 1_000, asked.until - now()) : 0);
        if (wait <= 0 || ended.signal.aborted) return;
        if (asked && asked.until > now()) update({ limited: { retryAfter: asked.seconds } });
        await sleep(wait, ended.signal);
      }
    }
  }

  /** What the server answered to whoever asked last: the user, or an SDK that still tries by itself. */
  function askedOf({ id }: Provider) {
    const last = recording().actions.findLast(({ provider }) => provider === id);
    const proof = last && proveAction(recording(), last);
    return proof && askedToWait(proof);
  }

  return {
    store,
    start,
    stop: () => stop(),
    dismiss: () => finish ?? store.setState({ run: null }),
  };
}

/** The tokens of a provider's session: what its SDK answered since, which may not have reached the cookie, and what is kept. */
function latestTokens(provider: Provider, recording: Recording, earlier: ReadonlySet<string>): TokenSide[] {
  const last = recording.actions.findLast((each) => each.provider === provider.id && !earlier.has(each.id));
  const proof = last && proveAction(recording, last);
  const answered = proof?.verdict.kind === 'other-token' ? undefined : proof?.after;
  const sessions = listSessions(recording, listCredentials(recording));
  const kept = sideOf(recording, sessions.find((session) => session.provider === provider)?.view?.raw);
  return [answered, kept].filter((side) => side !== undefined);
}

const isArriving = ({ navigations }: Recording, sentAt: Millis) => (navigations.at(-1) ?? 0) > sentAt - ARRIVING;

const refusal = (headline: string) => ({ tone: 'bad' as const, headline, reasons: [] });

function sleep(duration: Millis, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (duration <= 0) return resolve();
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, duration);
    signal.addEventListener('abort', wake);
  });
}

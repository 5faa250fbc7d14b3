import { AppError } from '@/lib/messaging/errors.ts';
import type { AgentReply } from '@/lib/messaging/protocol.ts';
import type { AgentRequest } from '@/lib/providers/agent.ts';
import { parseAnswer } from '@/lib/providers/answers.ts';
import type { ActionOptions } from '@/lib/providers/page.ts';
import type { ActionEnd, Millis, RecordingEvent } from '@/lib/recording/event.ts';
import { withPatience } from './patience.ts';

/** After this the panel stops waiting; the call goes on in the page. Milliseconds. */
const ACTION_TIMEOUT = 10_000;

/** How often a call is taken up again after the background went away under it. */
const MAX_RESUMES = 20;
const RESUME_DELAY = 250;

export interface ActionRun {
  readonly provider: string;
  readonly action: string;
  readonly options: ActionOptions;
  readonly now: () => Millis;
  readonly record: (event: RecordingEvent) => void;
  /** Reads cookies, storage and SDKs again. */
  readonly look: () => Promise<void>;
  readonly call: (request: AgentRequest) => Promise<AgentReply>;
}

export interface RunningAction {
  /** Settles with what the user is to see: the end, or that it is still waited for. */
  readonly outcome: Promise<void>;
  /** Settles when the page has answered. */
  readonly settled: Promise<void>;
}

/**
 * Has the page's SDK do something and records it. The evidence is read before the end is recorded, so that the end
 * finds it there. After `ACTION_TIMEOUT` the action counts as still waiting; an answer that comes later is recorded
 * all the same.
 */
export function runAction({ provider, action, options, now, record, look, call }: ActionRun): RunningAction {
  const id = crypto.randomUUID();
  record({ type: 'action-started', at: now(), id, provider, action, options });

  const settled = callUntilAnswered(() => call({ kind: 'act', id, provider, action, options })).then(async (end) => {
    const at = now();
    await look();
    record({ type: 'action-ended', at, id, end });
  });

  async function waitForOutcome(): Promise<void> {
    const ended = settled.then(() => true);
    if (await withPatience(ACTION_TIMEOUT, ended)) return;
    record({ type: 'action-ended', at: now(), id, end: { status: 'still-waiting' } });
    // Not waited for: a page that gives no answer may give none to this either.
    void look();
  }
  return { outcome: waitForOutcome(), settled };
}

/** The agent runs an action once for each id, so a call whose answer was lost can simply be made again. */
async function callUntilAnswered(call: () => Promise<AgentReply>): Promise<ActionEnd> {
  for (let resumes = 0; ; resumes++) {
    try {
      const reply = await call();
      if (reply.state === 'no-access') return { status: 'no-access' };
      if (reply.state === 'gone') return { status: 'page-gone' };
      return parseAnswer(reply.text) ?? { status: 'bad-answer' };
    } catch (error) {
      const lost = error instanceof AppError && error.code === 'disconnected';
      if (!lost || resumes >= MAX_RESUMES) return { status: 'page-gone' };
      await new Promise((resolve) => setTimeout(resolve, RESUME_DELAY));
    }
  }
}

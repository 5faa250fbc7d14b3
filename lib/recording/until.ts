import type { ActionOptions } from '@/lib/providers/page.ts';
import type { Provider, ProviderAction } from '@/lib/providers/provider.ts';
import { formatPath } from '@/lib/token/diff.ts';
import type { ClaimHit, Condition } from './condition.ts';
import type { ActionEnd, Millis } from './event.ts';
import type { Proof } from './proof.ts';
import type { ProofWords } from './words.ts';

/** What to repeat until a claim says what it is waited for to say. */
export interface UntilPlan {
  readonly provider: Provider;
  readonly action: ProviderAction;
  readonly options: ActionOptions;
  readonly condition: Condition;
  /** From the start of one try to the start of the next, at least. */
  readonly interval: Millis;
  /** After so many tries it gives up. */
  readonly tries: number;
}

export type UntilEnd =
  | { readonly kind: 'met'; readonly after: Millis }
  | { readonly kind: 'used-up'; readonly after: Millis }
  | { readonly kind: 'stopped'; readonly after: Millis }
  /** The page is on another site now, whose session is none of this one's business. */
  | { readonly kind: 'left' }
  | { readonly kind: 'failed'; readonly words: ProofWords };

export interface Limit {
  /** Seconds that it asks to wait; undefined where it has not said. */
  readonly retryAfter: number | undefined;
}

/** A repetition under way, or what came of it. */
export interface UntilRun {
  readonly plan: UntilPlan;
  /** Tries begun. */
  readonly tried: number;
  /** Tokens that came since it began, whoever asked for them. */
  readonly tokens: number;
  /** What the claim says in the latest token; undefined where that has no such claim. */
  readonly last: ClaimHit | undefined;
  /** The server said that there were too many requests; null where it did not. */
  readonly limited: Limit | null;
  /** Null while it runs. */
  readonly end: UntilEnd | null;
  /** When it ended; null while it runs. */
  readonly endedAt: Millis | null;
}

/** No server that says nothing of its limits is asked more often. */
const LEAST_INTERVAL: Millis = 1_000;

/** How close together a provider's actions may be repeated. */
export function leastInterval({ pace }: Provider): Millis {
  return Math.max(LEAST_INTERVAL, pace?.least ?? 0);
}

export type Prospect = 'go-on' | 'limited' | 'hopeless';

/**
 * What the end of a try says of those after it: `hopeless` ones would end the same way, `limited` ones have to wait.
 * While the page is being left for another of its own, its SDK may be gone for a moment.
 */
export function prospectOf(end: ActionEnd, { verdict, requests }: Proof, navigating: boolean): Prospect {
  switch (end.status) {
    case 'signed-out':
    case 'no-access':
    case 'bad-answer':
      return 'hopeless';
    case 'sdk-missing':
    case 'page-gone':
      return navigating ? 'go-on' : 'hopeless';
    case 'failed':
      return end.httpStatus === null ? 'go-on' : prospectOfStatus(end.httpStatus);
    case 'responded':
      return verdict.kind === 'responded' && verdict.reading.tone === 'bad'
        ? prospectOfStatus(end.http.status)
        : 'go-on';
    case 'still-waiting':
      // An SDK that tries again by itself has not told of it yet.
      return requests.at(-1)?.status === 429 ? 'limited' : 'go-on';
    case 'done':
    case 'sdk-loading':
    case 'unreachable':
    case 'offline':
      return 'go-on';
  }
}

/** Until when the server wants not to be asked again, and after how many seconds; undefined where it does not say so last. */
export function askedToWait({ requests }: Proof): { readonly until: Millis; readonly seconds: number } | undefined {
  const last = requests.at(-1);
  if (last?.status !== 429 || last.retryAfter === undefined) return undefined;
  return { until: last.startedAt + last.duration + last.retryAfter * 1_000, seconds: last.retryAfter };
}

/** RFC 9110 section 15.5: what the client got wrong it would get wrong again; 408 and 429 (RFC 6585) ask for another try. */
function prospectOfStatus(status: number): Prospect {
  if (status === 429) return 'limited';
  return status >= 500 || status === 408 ? 'go-on' : 'hopeless';
}

/** `birthday changes`, `o.rol is "admin"`: what is waited for. */
export function describeCondition(condition: Condition): string {
  const name = formatPath(condition.path);
  switch (condition.operator) {
    case 'exists':
      return `${name} is there`;
    case 'changes':
      return `${name} changes`;
    case 'equals':
      return `${name} is ${show(condition.value.json)}`;
    case 'contains':
      return `${name} contains ${show(condition.value.json)}`;
  }
}

/** The outcome line of a repetition. While it runs, the headline counts tries and never seconds. */
export function describeUntil({ plan, tried, tokens, last, limited, end }: UntilRun): ProofWords {
  const { condition, tries } = plan;
  const name = formatPath(condition.path);
  const value = last ? show(last.value) : undefined;
  const says = value === undefined ? `has no ${name}` : `says ${value}`;
  if (end === null) {
    const still = value === undefined ? `no ${name} yet` : `${name} is still ${value}`;
    return {
      tone: 'busy',
      headline: `Try ${tried} of ${tries}, ${still}${limited ? sayLimit(limited) : ''}`,
      reasons: [],
    };
  }
  switch (end.kind) {
    case 'met':
      if (tokens === 0) {
        return { tone: 'good', headline: `${nowSays(condition, value)} already`, reasons: ['Nothing was asked for.'] };
      }
      return { tone: 'good', headline: `${nowSays(condition, value)} after ${span(end.after, tokens)}`, reasons: [] };
    case 'used-up':
      return {
        tone: 'bad',
        headline: `Not after ${count(tokens)} in ${seconds(end.after)}; the last token ${says}`,
        reasons: [
          `It was waited until ${describeCondition(condition)}, for ${tries === 1 ? '1 try' : `${tries} tries`}.`,
        ],
      };
    case 'stopped':
      return {
        tone: 'neutral',
        headline: `Stopped after ${span(end.after, tokens)}; the last token ${says}`,
        reasons: [`It was waited until ${describeCondition(condition)}.`],
      };
    case 'left':
      return {
        tone: 'neutral',
        headline: 'Stopped: the page went to another site',
        reasons: [`It was waited until ${describeCondition(condition)}.`],
      };
    case 'failed':
      return { ...end.words, headline: `Stopped at try ${tried}: ${end.words.headline}` };
  }
}

function sayLimit({ retryAfter }: Limit): string {
  const wait = retryAfter === undefined ? 'longer' : `${Math.ceil(retryAfter)} s, as the server asks (Retry-After)`;
  return `. Too many requests (429), waiting ${wait}`;
}

/** What the claim has come to, in the words of what was waited for. */
function nowSays({ path, operator }: Condition, value: string | undefined): string {
  const name = formatPath(path);
  if (value === undefined) return `${name} is gone`;
  switch (operator) {
    case 'changes':
      return `${name} changed to ${value}`;
    case 'exists':
      return `${name} is there, ${value},`;
    case 'equals':
    case 'contains':
      return `${name} is ${value}`;
  }
}

const MAX_SHOWN = 60;

function show(value: unknown): string {
  const line = JSON.stringify(value) ?? String(value);
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}

const span = (after: Millis, tokens: number) => `${seconds(after)} and ${count(tokens)}`;
const seconds = (time: Millis) => `${(time / 1_000).toFixed(1)} s`;
const count = (tokens: number) => (tokens === 1 ? '1 token' : `${tokens} tokens`);

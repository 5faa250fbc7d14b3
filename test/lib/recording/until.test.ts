import { expect, it } from 'vitest';
import { clerk } from '@/lib/providers/clerk/index.ts';
import { providers } from '@/lib/providers/index.ts';
import type { ActionEnd } from '@/lib/recording/event.ts';
import { describeUntil, leastInterval, prospectOf, type UntilEnd, type UntilRun } from '@/lib/recording/until.ts';
import { PAGE, requested } from '../support/events.ts';
import { prove, START } from '../support/proof.ts';

const run = (change: Partial<UntilRun> = {}, operator: 'changes' | 'exists' = 'changes'): UntilRun => ({
  plan: {
    provider: clerk,
    action: clerk.actions[0]!,
    options: {},
    condition: { path: ['birthday'], operator },
    interval: 2_000,
    tries: 20,
  },
  tried: 4,
  tokens: 3,
  last: { value: '1990-01-01' },
  limited: null,
  end: null,
  endedAt: null,
  ...change,
});

const ended = (end: UntilEnd, change: Partial<UntilRun> = {}) => describeUntil(run({ end, endedAt: 1, ...change }));

it('counts tries while it runs, and never seconds', () => {
  expect(describeUntil(run()).headline).toBe('Try 4 of 20, birthday is still "1990-01-01"');
  expect(describeUntil(run({ last: undefined })).headline).toBe('Try 4 of 20, no birthday yet');
  const limited = (retryAfter: number | undefined) => describeUntil(run({ limited: { retryAfter } })).headline;
  expect(limited(undefined)).toMatch(/Too many requests \(429\), waiting longer$/);
  expect(limited(29.5)).toMatch(/Too many requests \(429\), waiting 30 s, as the server asks \(Retry-After\)$/);
});

it('says how long it took and after how many tokens', () => {
  const last = { value: '1815-12-10' };

  expect(ended({ kind: 'met', after: 8_432 }, { last }).headline).toBe(
    'birthday changed to "1815-12-10" after 8.4 s and 3 tokens',
  );
  expect(ended({ kind: 'met', after: 900 }, { last: undefined, tokens: 1 }).headline).toBe(
    'birthday is gone after 0.9 s and 1 token',
  );
  expect(ended({ kind: 'used-up', after: 40_000 }, { tokens: 20 }).headline).toBe(
    'Not after 20 tokens in 40.0 s; the last token says "1990-01-01"',
  );
  expect(ended({ kind: 'stopped', after: 2_000 }, { last: undefined }).headline).toBe(
    'Stopped after 2.0 s and 3 tokens; the last token has no birthday',
  );
});

it('says that nothing was to be waited for', () => {
  const already = describeUntil(run({ end: { kind: 'met', after: 0 }, endedAt: 1, tokens: 0 }, 'exists'));

  expect(already.headline).toBe('birthday is there, "1990-01-01", already');
});

it('asks nobody more often than once a second, and Clerk no more than its API is documented to take', () => {
  for (const provider of providers) expect(leastInterval(provider)).toBeGreaterThanOrEqual(1_000);
  expect(leastInterval(clerk)).toBe(2_000);
});

const failed = (httpStatus: number | null): ActionEnd => ({ status: 'failed', message: '', httpStatus, code: null });

it.each<[ActionEnd, string]>([
  [{ status: 'done', token: null }, 'go-on'],
  [failed(429), 'limited'],
  [failed(500), 'go-on'],
  [failed(null), 'go-on'],
  [failed(401), 'hopeless'],
  [failed(422), 'hopeless'],
  [{ status: 'offline', message: '' }, 'go-on'],
  [{ status: 'still-waiting' }, 'go-on'],
  [{ status: 'sdk-loading' }, 'go-on'],
  [{ status: 'signed-out' }, 'hopeless'],
  [{ status: 'no-access' }, 'hopeless'],
  [{ status: 'sdk-missing' }, 'hopeless'],
  [{ status: 'page-gone' }, 'hopeless'],
])('of %j it expects: %s', (end, prospect) => {
  expect(prospectOf(end, prove({ end }), false)).toBe(prospect);
});

it('sees too many requests behind an SDK that tries again by itself', () => {
  const end: ActionEnd = { status: 'still-waiting' };
  const refused = requested({ url: `${PAGE}v1/x/tokens?_clerk_js_version=6`, startedAt: START + 10, status: 429 });

  expect(prospectOf(end, prove({ during: [refused], end }), false)).toBe('limited');
});

it('gives a page that is being left time to be there again', () => {
  for (const end of [{ status: 'sdk-missing' }, { status: 'page-gone' }] as const) {
    expect(prospectOf(end, prove({ end }), true)).toBe('go-on');
  }
});

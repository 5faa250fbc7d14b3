import { expect, it } from 'vitest';
import { clerkNotices, explainClerkFact, inspectInstance } from '@/lib/providers/clerk/facts.ts';
import type { InspectionFact } from '@/lib/providers/page.ts';
import { makeSdk } from '../../support/events.ts';

const KEY = `pk_test_${btoa('happy-cat-12.clerk.accounts.dev$').replaceAll('=', '')}`;

const sdkWith = (facts: Record<string, string | null>) =>
  makeSdk({
    inspection: [
      {
        title: 'Session',
        facts: Object.entries(facts).map(([name, value]): InspectionFact => ({ name, kind: 'value', value })),
      },
    ],
  });

it.each(['active', 'pending', 'abandoned', 'ended', 'expired', 'removed', 'replaced', 'revoked'])(
  'says what a session that is %s means',
  (status) => {
    expect(explainClerkFact('status', status)).toMatch(/.{15}/);
  },
);

it('says which sessions that are over the client still lists', () => {
  const over = ['abandoned', 'ended', 'expired', 'removed', 'replaced', 'revoked'];
  const saying = (words: string) => over.filter((status) => explainClerkFact('status', status)?.includes(words));

  expect(saying('client still lists it')).toEqual(['ended', 'replaced']);
  expect(saying('taken from the client')).toEqual(['removed', 'revoked']);
});

it('explains values, and says nothing of what speaks for itself', () => {
  expect(explainClerkFact('status', 'degraded')).toContain('may be old');
  expect(explainClerkFact('status', 'constructor')).toBeUndefined();
  expect(explainClerkFact('factorVerificationAge', '12, -1')).toBe('First factor 12 min ago, no second factor');
  expect(explainClerkFact('factorVerificationAge', 'none')).toBeUndefined();
  expect(explainClerkFact('actor', null)).toBe('Nobody acts as this user');
  expect(explainClerkFact('actor', 'user_2')).toContain('Impersonation');
  expect(explainClerkFact('currentTask', 'setup-mfa')).toContain('second factor');
  expect(explainClerkFact('currentTask', null)).toBe('Nothing is left to do');
  expect(explainClerkFact('publishableKey', KEY)).toBeUndefined();
  expect(explainClerkFact('publishableKey', 'pk')).toContain('Not in the form');
  expect(explainClerkFact('toString', 'x')).toBeUndefined();
});

it('tells the instance by its key, and whether the page has its cookie', () => {
  const sdk = sdkWith({ publishableKey: KEY });
  const facts = (cookies: string[]) =>
    Object.fromEntries(
      inspectInstance({ sdk, hasCookie: (name) => cookies.includes(name) })
        .flatMap((group) => group.facts)
        .map(({ name, value }) => [name, value]),
    );

  expect(facts(['__session_XbPsHh4i'])).toEqual({
    instance: 'development',
    frontendApiHost: 'happy-cat-12.clerk.accounts.dev',
    cookieSuffix: 'XbPsHh4i',
    __session_XbPsHh4i: 'there',
  });
  expect(facts(['__session_12345678'])).toMatchObject({ __session_XbPsHh4i: 'not there' });
  expect(inspectInstance({ sdk: sdkWith({}), hasCookie: () => true })).toEqual([]);
});

it('says loudly who acts as the user, and what keeps the session pending', () => {
  const hasCookie = () => false;

  expect(clerkNotices({ hasCookie, sdk: sdkWith({ actor: 'user_9' }) })).toEqual([
    'Impersonation: user_9 is signed in as ada@example.com.',
  ]);
  const pending = { ...sdkWith({ actor: null, currentTask: 'setup-mfa' }), session: pendingSession };
  expect(clerkNotices({ hasCookie, sdk: pending })).toEqual(['The session is pending: task setup-mfa is still to do.']);
  expect(clerkNotices({ hasCookie, sdk: sdkWith({ actor: null }) })).toEqual([]);
  expect(clerkNotices({ hasCookie })).toEqual([]);
});

const pendingSession = { id: 'sess_1', status: 'pending', expireAt: null };

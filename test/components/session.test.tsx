// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { InspectionFact } from '@/lib/providers/page.ts';
import { cookieSet, granted, makeSdk, navigated, pageState } from '../lib/support/events.ts';
import { makeClerkToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

const value = (name: string, of: string | null): InspectionFact => ({ name, kind: 'value', value: of });

const KEY = `pk_test_${btoa('happy-cat-12.clerk.accounts.dev$').replaceAll('=', '')}`;
const FACTS: InspectionFact[] = [
  value('status', 'active'),
  value('actor', 'user_9'),
  value('publishableKey', KEY),
  { name: 'expireAt', kind: 'time', value: 1_010_000 + 60_000 },
];

const open = () =>
  renderPanel([
    navigated(),
    granted(),
    cookieSet({ name: '__session_XbPsHh4i', value: makeClerkToken({ sid: 'sess_1' }) }),
    pageState([makeSdk({ inspection: [{ title: 'Session sess_1, active', facts: FACTS }] })]),
  ]);

it('shows what the SDK tells of the session, what it means, and what follows from the cookies', () => {
  const { getByRole } = open();
  fireEvent.click(getByRole('tab', { name: 'Session' }));

  const details = getByRole('region', { name: 'Session details' });
  const fact = (name: string) => details.querySelector(`[data-fact="${name}"]`)?.textContent;
  expect(within(details).getByRole('heading', { name: 'Session sess_1, active' })).toBeTruthy();
  expect(fact('status')).toContain('Signed in, all is allowed');
  expect(fact('expireAt')).toContain('in 60 sec');
  expect(fact('cookieSuffix')).toContain('XbPsHh4i');
  expect(fact('__session_XbPsHh4i')).toContain('there');
});

it('says above everything that somebody acts as the user', () => {
  const notes = open().getAllByRole('note');

  expect(notes.map(({ textContent }) => textContent)).toEqual([
    'Impersonation: user_9 is signed in as ada@example.com.',
  ]);
});

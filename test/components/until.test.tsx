// @vitest-environment happy-dom
import { fireEvent } from '@testing-library/react';
import { expect, it } from 'vitest';
import { clerk } from '@/lib/providers/clerk/index.ts';
import type { UntilRun } from '@/lib/recording/until.ts';
import { cookieSet, granted, makeSdk, navigated, pageState } from '../lib/support/events.ts';
import { makeClerkToken } from '../lib/support/tokens.ts';
import { renderPanel } from './render.tsx';

const signedIn = [
  navigated(),
  granted(),
  cookieSet({ value: makeClerkToken({ birthday: '1990-01-01', o: { rol: 'member' } }) }),
  pageState([makeSdk()]),
];

const RUN: UntilRun = {
  plan: {
    provider: clerk,
    action: clerk.actions[0]!,
    options: {},
    condition: { path: ['birthday'], operator: 'changes' },
    interval: 2_000,
    tries: 20,
  },
  tried: 4,
  tokens: 3,
  last: { value: '1990-01-01' },
  limited: null,
  end: null,
  endedAt: null,
};

async function openDialog() {
  const panel = renderPanel(signedIn);
  fireEvent.click(panel.getByRole('button', { name: 'More actions' }));
  fireEvent.click(await panel.findByRole('menuitem', { name: 'Refresh until…' }));
  await panel.findByRole('alertdialog');
  return panel;
}

it('asks what to wait for, and suggests the claims that are there', async () => {
  const { getByLabelText, getByRole, getByText, baseElement, onUntil } = await openDialog();
  const suggested = [...baseElement.querySelectorAll('datalist option')].map(({ textContent }) => textContent);
  expect(suggested).toEqual(expect.arrayContaining(['birthday', 'o', 'o.rol']));
  expect((getByLabelText('Seconds between tries') as HTMLInputElement).min).toBe('2');

  fireEvent.change(getByLabelText('Claim'), { target: { value: 'o.rol' } });
  expect(getByText('Now "member"')).toBeTruthy();
  fireEvent.change(getByLabelText('Condition'), { target: { value: 'equals' } });
  fireEvent.change(getByLabelText('Value'), { target: { value: 'admin' } });
  fireEvent.change(getByLabelText('Seconds between tries'), { target: { value: '3' } });
  fireEvent.click(getByRole('button', { name: 'Start' }));

  expect(onUntil).toHaveBeenCalledExactlyOnceWith({
    provider: clerk,
    action: clerk.actions[0],
    options: {},
    condition: { path: ['o', 'rol'], operator: 'equals', value: { json: 'admin', text: 'admin' } },
    interval: 3_000,
    tries: 20,
  });
});

it('says what is wrong with a path, and starts nothing', async () => {
  const { getByLabelText, getByRole, onUntil } = await openDialog();
  fireEvent.change(getByLabelText('Claim'), { target: { value: 'o..rol' } });
  fireEvent.click(getByRole('button', { name: 'Start' }));

  expect(getByRole('alert').textContent).toContain('Name a claim, such as');
  expect(document.activeElement).toBe(getByLabelText('Claim'));
  expect(onUntil).not.toHaveBeenCalled();
});

it('counts tries for the eye alone, offers to stop, and lets nothing else be run meanwhile', () => {
  const { getByRole, onStopUntil } = renderPanel(signedIn, { until: RUN });

  const outcome = getByRole('status', { name: 'Last outcome' });
  const counter = [...outcome.querySelectorAll('p')].find(({ textContent }) => textContent.includes('Try 4 of 20'));
  expect(counter?.getAttribute('aria-hidden')).toBe('true');
  expect(outcome.textContent).toContain('Refreshing until birthday changes');
  expect((getByRole('button', { name: 'Refresh token' }) as HTMLButtonElement).disabled).toBe(true);
  fireEvent.click(getByRole('button', { name: 'Stop' }));
  expect(onStopUntil).toHaveBeenCalledOnce();
});

it('announces what came of it', () => {
  const until: UntilRun = { ...RUN, last: { value: '1815-12-10' }, end: { kind: 'met', after: 8_400 }, endedAt: 9_000 };
  const { getByRole, queryByRole } = renderPanel(signedIn, { until });

  const line = getByRole('status', { name: 'Last outcome' }).querySelector('p');
  expect(line?.textContent).toBe('birthday changed to "1815-12-10" after 8.4 s and 3 tokens');
  expect(line?.getAttribute('aria-hidden')).toBe('false');
  expect(queryByRole('button', { name: 'Stop' })).toBeNull();
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runSteps } from '../../scripts/setup/steps.ts';

const passing = { name: 'one', run: async () => ({ passed: 2, failed: 0, skipped: 0 }) };
const failing = { name: 'two', run: async () => ({ passed: 0, failed: 1, skipped: 0 }) };
const throwing = {
  name: 'three',
  run: async () => {
    throw new Error('There is no browser.');
  },
};

const printed: string[] = [];

beforeEach(() => {
  printed.length = 0;
  for (const method of ['log', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((line: string) => void printed.push(line));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

it('goes on after a step that failed, and says at the end which did', async () => {
  await runSteps([failing, throwing, passing]);

  expect(printed).toContain('There is no browser.');
  expect(printed.slice(-2)).toEqual(['\nFailed: two, three', '\n2 passed, 2 failed']);
  expect(process.exitCode).toBe(1);
});

it('succeeds when every step does', async () => {
  await runSteps([passing, passing]);

  expect(printed.at(-1)).toBe('\n4 passed, 0 failed');
  expect(process.exitCode).toBe(0);
});

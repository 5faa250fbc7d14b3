import { describe, expect, it, vi } from 'vitest';
import { poll, step } from '../../scripts/browsers/wait.ts';

const never = new Promise<never>(() => {});

describe('step', () => {
  it('passes the result on', async () => {
    await expect(step('open', Promise.resolve(7))).resolves.toBe(7);
  });

  it('names the step that failed, and keeps the cause', async () => {
    const cause = new Error('no such file');
    await expect(step('open', Promise.reject(cause))).rejects.toMatchObject({ message: 'open: no such file', cause });
  });

  it('names the step that takes too long', async () => {
    await expect(step('open', never, 100)).rejects.toThrow('open: it took more than 0.1 s');
  });
});

describe('poll', () => {
  it('asks until the answer is truthy, also after one that threw', async () => {
    const ask = vi.fn<() => Promise<string>>().mockResolvedValue('there');
    ask.mockRejectedValueOnce(new Error('not yet')).mockResolvedValueOnce('');

    await expect(poll(ask)).resolves.toBe('there');
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('gives up with what it was told last', async () => {
    const ask = () => Promise.reject(new Error('gone'));
    await expect(poll(ask, { timeout: 60, what: 'the panel' })).rejects.toThrow(
      'the panel did not happen within 0.06 s (last answer: gone)',
    );
  });

  it('does not wait for an answer that never comes', async () => {
    await expect(poll(() => never, { timeout: 60 })).rejects.toThrow('did not happen within 0.06 s');
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING } from '@/lib/recording/recording.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import { listLifetimes } from '@/lib/recording/lifetimes.ts';
import { proveAction } from '@/lib/recording/proof.ts';
import { listSessions, sessionClock } from '@/lib/recording/session.ts';
import { describeProof } from '@/lib/recording/words.ts';
import { events } from '../support/arbitraries.ts';

/** Of which nothing was dropped. */
const whole = events.map((list) => list.filter(({ type }) => type !== 'dropped'));

it('makes of a batch what it makes of its events one by one', () => {
  fc.assert(
    fc.property(events, fc.nat(25), (list, cut) => {
      const oneByOne = list.reduce((recording, event) => fold(recording, [event]), EMPTY_RECORDING);

      expect(fold(EMPTY_RECORDING, list)).toEqual(oneByOne);
      expect(fold(fold(EMPTY_RECORDING, list.slice(0, cut)), list.slice(cut))).toEqual(oneByOne);
    }),
  );
});

it('leaves the recording that it is given as it is', () => {
  fc.assert(
    fc.property(events, events, (before, after) => {
      const recording = fold(EMPTY_RECORDING, before);
      const copy = structuredClone(recording);
      fold(recording, after);

      expect(recording).toEqual(copy);
    }),
  );
});

it('numbers the tokens from 1 on without a gap, and keeps every number', () => {
  fc.assert(
    fc.property(whole, whole, (before, after) => {
      const earlier = fold(EMPTY_RECORDING, before);
      const later = fold(earlier, after);

      expect([...later.tokens.values()].map(({ number }) => number)).toEqual(
        [...later.tokens].map((_, index) => index + 1),
      );
      for (const [raw, { number }] of earlier.tokens) expect(later.tokens.get(raw)?.number).toBe(number);
    }),
  );
});

it('never forgets a credential or a value that it carried', () => {
  fc.assert(
    fc.property(whole, whole, (before, after) => {
      const earlier = fold(EMPTY_RECORDING, before);
      const later = fold(earlier, after);

      for (const { id, sightings } of earlier.credentials.values()) {
        const values = later.credentials.get(id)?.sightings.map(({ value }) => value);
        expect(values?.slice(0, sightings.length)).toEqual(sightings.map(({ value }) => value));
      }
    }),
  );
});

it('gives a recording of which everything can be derived, whatever is in it', () => {
  fc.assert(
    fc.property(events, (list) => {
      const recording = fold(EMPTY_RECORDING, list);
      const views = listCredentials(recording);
      const ids = views.map(({ credential }) => credential.id);

      expect(new Set(ids).size).toBe(ids.length);
      for (const { view } of listSessions(recording, views)) expect(view?.credential.present ?? true).toBe(true);
      const skew = sessionClock(recording);
      expect(skew).toBeDefined();
      for (const view of views) {
        const lifetimes = listLifetimes(recording, view, skew);
        const starts = lifetimes.map(({ firstAt }) => firstAt);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        for (const { causes } of lifetimes) expect(causes.every(({ evidence }) => evidence !== '')).toBe(true);
      }
      for (const proof of recording.actions.flatMap((action) => proveAction(recording, action) ?? [])) {
        expect(describeProof(proof).headline).not.toBe('');
      }
    }),
  );
});

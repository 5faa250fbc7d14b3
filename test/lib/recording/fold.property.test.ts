import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EMPTY_RECORDING, fold } from '@/lib/recording/fold.ts';
import { listCredentials } from '@/lib/recording/credentials.ts';
import { proveAction } from '@/lib/recording/proof.ts';
import { listSessions, sessionClock } from '@/lib/recording/session.ts';
import { describeProof } from '@/lib/recording/words.ts';
import { events } from '../support/arbitraries.ts';

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
    fc.property(events, events, (before, after) => {
      const earlier = fold(EMPTY_RECORDING, before);
      const later = fold(earlier, after);

      expect([...later.tokens.values()].map(({ number }) => number)).toEqual(
        [...later.tokens].map((_, index) => index + 1),
      );
      for (const [raw, token] of earlier.tokens) expect(later.tokens.get(raw)).toEqual(token);
    }),
  );
});

it('never forgets a credential or a value that it carried', () => {
  fc.assert(
    fc.property(events, events, (before, after) => {
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
      expect(sessionClock(recording)).toBeDefined();
      for (const proof of recording.actions.flatMap((action) => proveAction(recording, action) ?? [])) {
        expect(describeProof(proof).headline).not.toBe('');
      }
    }),
  );
});

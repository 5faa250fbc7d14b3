import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RecordingEvent } from '@/lib/recording/event.ts';
import { fold } from '@/lib/recording/fold.ts';
import { EMPTY_RECORDING, type Recording } from '@/lib/recording/recording.ts';
import { readRecording, type SavedRecording } from '@/lib/recording/file/read.ts';
import { writeRecording, writeRedacted } from '@/lib/recording/file/write.ts';
import { proveAction } from '@/lib/recording/proof.ts';
import { events } from '../../support/arbitraries.ts';

const FACTS = { exportedAt: 1_000, app: { version: '0.1.0', browser: 'chrome' } };

function read(text: string): SavedRecording {
  const result = readRecording(text);
  if (result.status === 'failed') throw new Error(result.message);
  return result.recording;
}

it('reads what it has written', () => {
  fc.assert(
    fc.property(events, (list) => {
      expect(read(writeRecording(list, FACTS))).toEqual({ ...FACTS, redacted: false, events: list });
    }),
  );
});

/** What of a recording is the same however its secrets are called. */
function shapeOf(recording: Recording) {
  const { tokens, credentials, actions, requests, navigations } = recording;
  return {
    tokens: [...tokens.values()].map(({ number, firstAt }) => [number, firstAt]),
    credentials: [...credentials.values()].map(({ where, present, sightings }) => ({
      where,
      present,
      sightings: sightings.map(({ firstAt, lastAt }) => ({ firstAt, lastAt })),
    })),
    actions: actions.map(({ provider, action, startedAt, endedAt, end }) => [
      provider,
      action,
      startedAt,
      endedAt,
      end?.status,
    ]),
    requests: requests.map(({ startedAt, status }) => [startedAt, status]),
    navigations,
    verdicts: actions.map((action) => proveAction(recording, action)?.verdict.kind),
  };
}

const recorded = (list: readonly RecordingEvent[]) => shapeOf(fold(EMPTY_RECORDING, list));

it('makes of a redacted recording the same credentials, token numbers and actions', () => {
  fc.assert(
    fc.property(events, (list) => {
      const saved = read(writeRedacted(list, FACTS));

      expect(saved.redacted).toBe(true);
      expect(recorded(saved.events)).toEqual(recorded(list));
    }),
  );
});

it('gives the same pseudonyms every time', () => {
  fc.assert(
    fc.property(events, (list) => {
      expect(writeRedacted(list, FACTS)).toBe(writeRedacted(list, FACTS));
    }),
  );
});

it('answers to any text, and throws at none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(readRecording(text).status).toBe('failed');
    }),
  );
});

it('answers to a recording of anything, and throws at none', () => {
  const head = { format: 'claimcheck-recording', version: 1, ...FACTS, redacted: true };
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (list, tokens) => {
      expect(readRecording(JSON.stringify({ ...head, tokens, events: list })).status).toMatch(/^(?:read|failed)$/);
    }),
  );
});

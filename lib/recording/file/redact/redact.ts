import type { RecordingEvent } from '../../event.ts';
import type { FileToken } from '../schema.ts';
import { createEventRedactor } from './events.ts';
import { splitValues } from './split-values.ts';

export interface Redacted {
  readonly events: readonly RecordingEvent[];
  /** What its tokens say, by the token as it stands in the events. */
  readonly table: ReadonlyMap<string, FileToken>;
}

/**
 * A recording without what identifies or authenticates anybody: no token, signature, session value, id, e-mail
 * address, telephone number or name. Each has a pseudonym that is the same wherever it occurred. Every string is
 * denied unless it is known to be harmless; times, truth, roles, plain words and small numbers stay.
 */
export function redactEvents(events: readonly RecordingEvent[]): Redacted {
  const redactor = createEventRedactor();
  for (const parts of splitValues(events)) redactor.learn(parts);
  // Twice: a name that the last event gives away stands in the first one, too.
  for (const event of events) redactor.event(event);
  redactor.again();
  return { events: events.map(redactor.event), table: redactor.table };
}

import type { CauseKind } from '@/lib/recording/cause.ts';
import { CAUSE_NAMES } from '@/lib/recording/cause-words.ts';
import type { RequestOutcome } from '@/lib/recording/request-outcome.ts';

/** A shape as the data of an SVG path on 16 by 16, which the canvas and the key draw alike. */
export interface Shape {
  readonly path: string;
  /** Otherwise its line is drawn. */
  readonly filled: boolean;
  /** What it is drawn with: the name of a custom property. */
  readonly colour: '--hb-mark' | '--hb-gap' | '--text-2' | '--rq-ok' | '--rq-redirect' | '--rq-reject';
  readonly label: string;
}

/** What a token is marked with: its cause, or that what was recorded does not tell two causes apart. */
export type CauseMark = CauseKind | 'ambiguous';

/** What brought a token: no two have one shape, so that colour is not needed to tell them apart. */
export const CAUSE_SHAPES: Readonly<Record<CauseMark, Shape>> = {
  forced: { path: 'M1.5 3h13L8 14z', filled: true, colour: '--hb-mark', label: CAUSE_NAMES.forced },
  sdk: { path: 'M8 4.4a3.6 3.6 0 1 0 .01 0z', filled: true, colour: '--text-2', label: CAUSE_NAMES.sdk },
  'set-cookie': {
    path: 'M8 2.2L13.8 8 8 13.8 2.2 8z',
    filled: false,
    colour: '--hb-mark',
    label: CAUSE_NAMES['set-cookie'],
  },
  'other-tab': {
    path: 'M2.5 5.5h8v8h-8zM5.5 5.5v-3h8v8h-3',
    filled: false,
    colour: '--hb-mark',
    label: CAUSE_NAMES['other-tab'],
  },
  'page-script': {
    path: 'M8 2.8l5.8 10.4H2.2z',
    filled: false,
    colour: '--hb-mark',
    label: CAUSE_NAMES['page-script'],
  },
  ambiguous: {
    path: 'M4 4.8a3.2 3.2 0 1 0 .01 0zM12 4.8a3.2 3.2 0 1 0 .01 0z',
    filled: true,
    colour: '--hb-mark',
    label: 'Two possible',
  },
  unknown: {
    path: 'M4.6 5.4a3.4 3.4 0 1 1 5 3C8.4 9.1 8 9.6 8 10.8M8 12.8v2.4',
    filled: false,
    colour: '--text-2',
    label: CAUSE_NAMES.unknown,
  },
};

export const GAP_SHAPE: Shape = {
  path: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  filled: false,
  colour: '--hb-gap',
  label: 'Only an expired token',
};

export const OUTCOME_SHAPES: Readonly<Record<RequestOutcome, Shape>> = {
  '2xx': { path: 'M8 2a6 6 0 1 0 .01 0z', filled: true, colour: '--rq-ok', label: '2xx' },
  redirect: { path: 'M2.5 2.5h11v11h-11z', filled: false, colour: '--rq-redirect', label: 'Redirect' },
  handshake: { path: 'M3 2l11 6-11 6z', filled: false, colour: '--rq-redirect', label: 'Handshake' },
  rejected: { path: 'M8 .5L15.5 8 8 15.5.5 8z', filled: true, colour: '--rq-reject', label: '401, 403' },
  failed: { path: 'M1.5 1.5h13v13h-13zM6 6v4h4V6z', filled: true, colour: '--rq-reject', label: 'Failed' },
};

/** The worst first: what a heap of requests must not hide. */
export const OUTCOMES: readonly RequestOutcome[] = ['rejected', 'failed', 'handshake', 'redirect', '2xx'];

/** Where several tokens came at once, the mark that is drawn is of the first of these. */
export const CAUSES: readonly CauseMark[] = [
  'forced',
  'set-cookie',
  'other-tab',
  'page-script',
  'ambiguous',
  'unknown',
  'sdk',
];

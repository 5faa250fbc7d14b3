import type { CauseKind, Causes } from './cause.ts';

export const CAUSE_NAMES: Readonly<Record<CauseKind, string>> = {
  forced: 'Forced from this panel',
  sdk: 'SDK’s own refresh',
  'set-cookie': 'Set-Cookie',
  'other-tab': 'Another tab',
  'page-script': 'Page script',
  unknown: 'Not known',
};

/** `Another tab or Page script`: all that it could have been. */
export const describeCauses = (causes: Causes): string => causes.map(({ kind }) => CAUSE_NAMES[kind]).join(' or ');

import type { CauseKind, Causes } from './cause.ts';

export const CAUSE_NAMES: Readonly<Record<CauseKind, string>> = {
  forced: 'Forced from the panel',
  sdk: 'The SDK’s own refresh',
  'set-cookie': 'Set-Cookie of the server',
  'other-tab': 'Another tab',
  'page-script': 'A script of the page',
  unknown: 'Unknown',
};

/** `Another tab or a script of the page`: all that it could have been. */
export function describeCauses(causes: Causes): string {
  const [first, ...others] = causes.map(({ kind }) => CAUSE_NAMES[kind]);
  return [first, ...others.map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`)].join(' or ');
}

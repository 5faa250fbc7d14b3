import { readPanelUntil, type PanelReading } from '../../../scripts/browsers/panel.ts';
import type { Session } from '../../../scripts/browsers/session.ts';
import { BROWSERS } from './open-panel.ts';

/** The name of the button that shows the actions without a button of their own. */
export const MENU = { menu: 'More actions' };

export const signedIn = (session: Session): Promise<PanelReading> =>
  readPanelUntil(session, 'a session', ({ claims }) => claims['birthday'] !== undefined);

export const outcomeUntil = (session: Session, wanted: RegExp): Promise<PanelReading> =>
  readPanelUntil(session, `the outcome ${wanted}`, ({ outcome }) => wanted.test(outcome ?? ''));

export const textOf = (session: Session, selector: string): Promise<string> =>
  session.panel.evaluate((where: string) => document.querySelector(where)?.textContent ?? '', selector);

export const waitForText = (session: Session, selector: string, pattern: RegExp) =>
  session.panel.waitFor(
    (where: string, source: string) => new RegExp(source).test(document.querySelector(where)?.textContent ?? ''),
    [selector, pattern.source],
    { what: `${selector} to say ${pattern}` },
  );

/** The first of this name, which is the active session's; the tab "Session" must be the chosen one. */
export const factUntil = (session: Session, name: string, pattern: RegExp) =>
  waitForText(session, `[aria-label="Session details"] [data-fact="${name}"]`, pattern);

/** Submits the dialog that asks before an action runs. */
export const submit = (session: Session) => session.panel.click('.dialog button[type="submit"]');

/** Waits for what the region "Changes" says of the action of this name. */
export const proofUntil = (session: Session, action: string, pattern: RegExp) =>
  waitForText(session, '[aria-label="Changes"]', new RegExp(`Changes${action}[^]*${pattern.source}`));

/** Ticks the box of this name in the dialog, or unticks it. */
export async function tick(session: Session, name: string, ticked: boolean): Promise<void> {
  const box = `.dialog input[name="${name}"]`;
  const isTicked = (where: string) => document.querySelector<HTMLInputElement>(where)?.checked;
  if ((await session.panel.evaluate(isTicked, box)) !== ticked) await session.panel.click(box);
}

/** For `describe.each`: each major version of clerk-js, in each browser. */
export const CLERKS = BROWSERS.flatMap((browser) => ([6, 5] as const).map((clerkJs) => ({ browser, clerkJs })));

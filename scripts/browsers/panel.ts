import type { Session } from './session.ts';
import { poll } from './wait.ts';

/** What the panel says, read by what it promises to whoever drives it: names, roles and data attributes. */
export interface PanelReading {
  /** The countdown, such as `0:42`. */
  timer: string | null;
  provider: string | null;
  user: string | null;
  session: string | null;
  /** The names of the rows of the table "Credentials". */
  credentials: string[];
  /** Of the region "Claims", as they are shown: a string is in quotes. */
  claims: Record<string, string>;
  /** Of the region "Changes", as they are shown. */
  changes: Record<string, { before: string; after: string }>;
  /** The last outcome of an action. */
  outcome: string | null;
}

export const readPanel = (session: Session): Promise<PanelReading> => session.panel.evaluate(read);

/** Reads until the reading passes, and returns it. */
export function readPanelUntil(
  session: Session,
  what: string,
  test: (reading: PanelReading) => boolean,
  timeout = 10_000,
): Promise<PanelReading> {
  let last: PanelReading | undefined;
  const ask = async () => {
    last = await readPanel(session);
    return test(last) && last;
  };
  return poll(ask, { timeout, what }).catch((error: unknown) => {
    throw new Error(`${what} did not happen. The panel shows: ${JSON.stringify(last)}`, { cause: error });
  });
}

/** Presses what has this name, once it can be pressed; `menu` is the name of the button that shows it. */
export async function press(session: Session, name: string, { menu }: { menu?: string } = {}): Promise<void> {
  if (menu && !(await session.panel.evaluate(markPressable, name)).marked) await press(session, menu);
  let names: string[] = [];
  const mark = async () => {
    const found = await session.panel.evaluate(markPressable, name);
    ({ names } = found);
    return found.marked;
  };
  await poll(mark).catch((error: unknown) => {
    const there = names.length ? names.map((each) => `"${each}"`).join(', ') : 'nothing';
    throw new Error(`the panel has no "${name}" to press; it has ${there}`, { cause: error });
  });
  await session.panel.click('[data-press]');
}

/** Runs in the panel. */
function read() {
  const main = document.querySelector('main[aria-label="Claimcheck"]') ?? document.createElement('main');
  const all = (selector: string, from: ParentNode = main) => [...from.querySelectorAll<HTMLElement>(selector)];
  const textOf = (element: Element) => element.textContent.trim();
  const text = (selector: string, from: ParentNode = main) => {
    const [element] = all(selector, from);
    if (!element) return null;
    const parts = all('dd, p', element).map(textOf).filter(Boolean);
    return parts.length ? parts.join(', ') : textOf(element);
  };
  const byClaim = <T>(region: string, value: (row: HTMLElement) => T) =>
    Object.fromEntries(
      all(`[aria-label="${region}"] [data-claim]`).map((row) => [row.dataset['claim'] ?? '', value(row)]),
    );

  return {
    timer: text('[role="timer"][aria-label="Expires in"]'),
    provider: text('[data-field="provider"]'),
    user: text('[data-field="user"]'),
    session: text('[data-field="session"]'),
    credentials: all('table[aria-label="Credentials"] tbody tr').map((row) => row.getAttribute('aria-label') ?? ''),
    claims: byClaim('Claims', (row) => text('.claim-value', row) ?? ''),
    changes: byClaim('Changes', (row) => ({
      before: text('[data-side="before"]', row) ?? '',
      after: text('[data-side="after"]', row) ?? '',
    })),
    outcome: text('[role="status"][aria-label="Last outcome"]'),
  };
}

/** Runs in the panel: a selector of the element, and the names of all that could be pressed. */
function markPressable(name: string) {
  const nameOf = (element: Element) => (element.getAttribute('aria-label') ?? element.textContent).trim();
  const able = [...document.querySelectorAll('button, a[href], [role="tab"], [role^="menuitem"]')].filter(
    (element) => element.checkVisibility() && !element.matches(':disabled, [aria-disabled="true"]'),
  );
  const element = able.find((each) => nameOf(each) === name);
  // A mark, and no path to it: what comes in before it meanwhile would change the path.
  document.querySelector('[data-press]')?.removeAttribute('data-press');
  element?.setAttribute('data-press', '');
  return { marked: element !== undefined, names: able.map(nameOf) };
}

/** Writes into the field of this name, as if it were typed. */
export async function fill(session: Session, name: string, text: string): Promise<void> {
  await session.panel.waitFor((wanted) => document.querySelector(`[name="${wanted}"]`) !== null, [name], {
    what: `a field named ${name}`,
  });
  await session.panel.evaluate(
    (wanted, value) => {
      const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${wanted}"]`);
      // React keeps the value behind a property of its own, which only the prototype's setter goes past.
      const setter = field && Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set;
      setter?.call(field, value);
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    },
    name,
    text,
  );
}

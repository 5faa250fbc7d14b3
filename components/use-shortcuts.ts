import { createContext, useContext, useEffect, useEffectEvent } from 'react';

/** Whether keys without Ctrl, Alt or the like do something: who speaks to the machine switches them off (WCAG 2.1.4). */
export const ShortcutsContext = createContext(true);

/** What each key does; undefined where it does nothing now. */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** Where keys are text, or choose among what is listed. */
const TAKES_KEYS = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="menu"]';
/** What is open over everything, and is to be answered first. */
const MODAL = '[role="dialog"], [role="alertdialog"]';

/** Single keys, by what is printed on them, from wherever in the panel. */
export function useShortcuts(keys: Shortcuts): void {
  const isOn = useContext(ShortcutsContext);
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target, repeat, isComposing, ctrlKey, metaKey, altKey } = event;
    if (event.defaultPrevented || repeat || isComposing || ctrlKey || metaKey || altKey) return;
    if (target instanceof Element && target.closest(TAKES_KEYS)) return;
    const run = keys[keyOf(event) ?? ''];
    if (!run || document.querySelector(MODAL)) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    if (!isOn) return;
    const listener = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [isOn]);
}

/**
 * Many keyboards have the slash under Shift, on the key of a digit, and a French one the digits themselves. Their place
 * counts for those that are not printed.
 */
function keyOf({ key, code, shiftKey }: KeyboardEvent): string | undefined {
  if (/^[\d/]$/.test(key)) return key;
  if (shiftKey) return undefined;
  return /^Digit(\d)$/.exec(code)?.[1] ?? key.toLowerCase();
}

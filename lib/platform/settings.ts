import type { ActionOptions } from '@/lib/providers/page.ts';
import type { Pin } from '@/lib/recording/pins.ts';
import { storage } from 'wxt/utils/storage';

/** Whether a recording goes on across navigations. */
const preserve = storage.defineItem<boolean>('local:preserve', { fallback: true });

/** Whether single keys do something in the panel. */
const shortcuts = storage.defineItem<boolean>('local:shortcuts', { fallback: true });

/** What was chosen last for an action on a site, where the action says that it may be kept: never a secret. */
const actionOptions = storage.defineItem<Readonly<Record<string, ActionOptions>>>('local:action-options', {
  fallback: {},
});

/** Claims that are to stay in sight, by site: their names, never what they say. */
const pins = storage.defineItem<Readonly<Record<string, readonly Pin[]>>>('local:pins', { fallback: {} });

export const settings = {
  getActionOptions: () => actionOptions.getValue(),
  setActionOptions: (value: Readonly<Record<string, ActionOptions>>) => actionOptions.setValue(value),
  getPins: () => pins.getValue(),
  setPins: (value: Readonly<Record<string, readonly Pin[]>>) => pins.setValue(value),
  getPreserve: () => preserve.getValue(),
  setPreserve: (value: boolean) => preserve.setValue(value),
  getShortcuts: () => shortcuts.getValue(),
  setShortcuts: (value: boolean) => shortcuts.setValue(value),
};

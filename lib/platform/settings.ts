import type { ActionOptions } from '@/lib/providers/page.ts';
import { storage } from 'wxt/utils/storage';

/** Whether a recording goes on across navigations. */
const preserve = storage.defineItem<boolean>('local:preserve', { fallback: true });

/** What was chosen last for an action on a site, where the action says that it may be kept: never a secret. */
const actionOptions = storage.defineItem<Readonly<Record<string, ActionOptions>>>('local:action-options', {
  fallback: {},
});

export const settings = {
  getActionOptions: () => actionOptions.getValue(),
  setActionOptions: (value: Readonly<Record<string, ActionOptions>>) => actionOptions.setValue(value),
  getPreserve: () => preserve.getValue(),
  setPreserve: (value: boolean) => preserve.setValue(value),
};

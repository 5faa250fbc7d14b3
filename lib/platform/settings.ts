import { storage } from 'wxt/utils/storage';

/** Whether a recording goes on across navigations. */
const preserve = storage.defineItem<boolean>('local:preserve', { fallback: true });

export const settings = {
  getPreserve: () => preserve.getValue(),
  setPreserve: (value: boolean) => preserve.setValue(value),
};

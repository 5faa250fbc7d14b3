import type { Ref } from 'react';

interface Props {
  /** To have it asked for a file: `click()`. */
  readonly ref: Ref<HTMLInputElement>;
  readonly onOpen: (file: File) => void;
}

/** Asks for a file; whatever shows it is elsewhere. */
export function FilePicker({ ref, onOpen }: Props) {
  return (
    <input
      ref={ref}
      type="file"
      name="recording"
      hidden
      accept=".json,application/json"
      onChange={({ target }) => {
        const [file] = target.files ?? [];
        if (file) onOpen(file);
        // The same file can be chosen again, once it has been changed.
        target.value = '';
      }}
    />
  );
}

import { useState, type DragEvent } from 'react';

/**
 * For an element on which a file may be dropped; while one is above it, it is marked.
 *
 * @param onOpen undefined while none can be opened.
 */
export function useFileDrop(onOpen: ((file: File) => void) | undefined) {
  const [dropping, setDropping] = useState(false);
  return {
    'data-dropping': dropping || undefined,
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return;
      // Without this the browser would open the file in the panel's place.
      event.preventDefault();
      setDropping(onOpen !== undefined);
    },
    onDragLeave: () => setDropping(false),
    onDrop(event: DragEvent) {
      const [file] = event.dataTransfer.files;
      setDropping(false);
      if (!file) return;
      event.preventDefault();
      onOpen?.(file);
    },
  };
}

/** How long the browser may take to begin with a download. Milliseconds. */
const PATIENCE = 60_000;

/** Has the browser save a file. A link does it in DevTools panels of both browsers, and takes no permission. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), PATIENCE);
}

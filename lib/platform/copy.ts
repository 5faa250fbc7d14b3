/**
 * Puts text on the clipboard. DevTools panels may not use `navigator.clipboard` in every browser,
 * so this takes the older way first, which works in a click everywhere.
 */
export async function copyText(text: string): Promise<void> {
  const { activeElement: pressed } = document;
  const holder = document.createElement('textarea');
  holder.value = text;
  holder.style.position = 'fixed';
  holder.style.opacity = '0';
  document.body.append(holder);
  holder.focus();
  holder.select();
  const copied = document.execCommand('copy');
  holder.remove();
  // Whoever copies by the keyboard goes on from there.
  if (pressed instanceof HTMLElement) pressed.focus({ preventScroll: true });
  if (!copied) await navigator.clipboard.writeText(text);
}

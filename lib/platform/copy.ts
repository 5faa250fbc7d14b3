/**
 * Puts text on the clipboard. DevTools panels may not use `navigator.clipboard` in every browser,
 * so this takes the older way first, which works in a click everywhere.
 */
export async function copyText(text: string): Promise<void> {
  const holder = document.createElement('textarea');
  holder.value = text;
  holder.style.position = 'fixed';
  holder.style.opacity = '0';
  document.body.append(holder);
  holder.select();
  const copied = document.execCommand('copy');
  holder.remove();
  if (!copied) await navigator.clipboard.writeText(text);
}

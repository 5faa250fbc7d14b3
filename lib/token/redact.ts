/** A token, whole or cut off: its header is an object, whose first member may follow a blank. */
const TOKENS = /ey[ABIJ][\w-]{6,}(?:\.[\w-]*)*/g;

/** The text with an ellipsis in the place of every token. */
export const textWithoutTokens = (text: string): string => text.replaceAll(TOKENS, '…');

/** The text in pieces, each of which is a token or holds none. */
export function splitTokens(text: string): { readonly text: string; readonly isToken: boolean }[] {
  const pieces: { text: string; isToken: boolean }[] = [];
  let end = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    pieces.push({ text: text.slice(end, index), isToken: false }, { text: token, isToken: true });
    end = index + token.length;
  }
  pieces.push({ text: text.slice(end), isToken: false });
  return pieces.filter((piece) => piece.text !== '');
}

/** Of a message as JSON. Chromium carries none over 64 MiB, and writes a piece of JSON as JSON once more. Characters. */
const MAX_PIECE = 8 * 1024 * 1024;

/** As much of a message as is carried at once. */
export interface Piece {
  readonly text: string;
  readonly last: boolean;
}

/** A message, which must survive JSON, in pieces that every browser carries. */
export function cut(message: unknown, size = MAX_PIECE): Piece[] {
  const text = JSON.stringify(message);
  const count = Math.max(1, Math.ceil(text.length / size));
  return Array.from({ length: count }, (_, index) => ({
    text: text.slice(index * size, (index + 1) * size),
    last: index === count - 1,
  }));
}

/** Calls back with each message once its last piece is there; a line has all pieces of one before those of the next. */
export function createJoiner(listener: (message: unknown) => void): (piece: Piece) => void {
  let texts: string[] = [];
  return ({ text, last }) => {
    texts.push(text);
    if (!last) return;
    const whole = texts.join('');
    texts = [];
    listener(JSON.parse(whole));
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

const AIR = 6;

/** Where a card goes: under what it is about, else over it, else beside it, and never upon it. */
export function placeCard(anchor: Box, { width, height }: Size, room: Size): { left: number; top: number } {
  const right = anchor.left + anchor.width;
  const bottom = anchor.top + anchor.height;
  const left = clamp(anchor.left + anchor.width / 2 - width / 2, AIR, room.width - width - AIR);
  if (bottom + AIR + height <= room.height) return { left, top: bottom + AIR };
  if (anchor.top - AIR - height >= 0) return { left, top: anchor.top - AIR - height };
  const beside = right + AIR + width <= room.width ? right + AIR : anchor.left - AIR - width;
  return { left: beside, top: clamp(anchor.top, AIR, room.height - height - AIR) };
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high));

/** Bytes as they go over the wire. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

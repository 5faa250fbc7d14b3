/** Tokens in a text; only where a word begins, so that no part of a long text is read twice. */
export const COMPACT = /(?:(?<![\w-])|(?<=%[\dA-F]{2}))ey[\w-]{4,}\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?/g;

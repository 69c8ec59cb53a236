/** A copy of a text. The text may be a slice: that keeps the whole document alive that it was cut out of. */
export const ownText = (text: string): string => structuredClone(text);

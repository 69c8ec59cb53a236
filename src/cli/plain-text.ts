/** Control characters but for line ends, lone surrogates, and what changes the direction of text or is drawn as nothing. */
const unsafe = /[^\P{C}\n]|[\u2028\u2029]/gu;

/**
 * The text with whatever a terminal could obey written out: files of strangers, and messages about them, may hold escape
 * sequences. Tabs are written out too.
 */
export const plainText = (text: string): string =>
  text.replace(unsafe, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

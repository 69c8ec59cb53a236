/** A text as a literal of TypeScript. */
export const quote = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

/** A name of an object, in quotes where it needs them. */
export const quoteName = (name: string): string =>
  /^[a-z_]\w*$/i.test(name) && name !== '__proto__' ? name : quote(name);

/** A list of texts. */
export const quoteAll = (texts: readonly string[]): string => `[${texts.map(quote).join(', ')}]`;

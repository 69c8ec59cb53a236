/** Keys and tokens look like this: the dashes of a PEM, JSON, or a long run of digits and letters, large and small. */
const secretLike = /-----|[{}"'|\s]|(?=[\w+=]*\d)(?=[\w+=]*[a-z])(?=[\w+=]*[A-Z])[\w+=]{24}/;
/** Base64 may have a slash or a hyphen anywhere; so do paths, which are shorter as a rule than a key of 256 bits. */
const base64Like = /(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])[\w+/=-]{40}/;

/** No name is longer. The patterns look at each place of a word anew. */
const longest = 1000;

/**
 * A word of the command line, for a sentence: "This" where it could be a key or a token, which somebody has put in the
 * wrong place. X1: sentences end in the logs of CI.
 */
export const showWord = (word: string): string =>
  word.length > longest || secretLike.test(word) || base64Like.test(word) ? 'This' : word;

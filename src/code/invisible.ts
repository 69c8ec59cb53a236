/**
 * What is drawn as nothing: white space, what Unicode calls default ignorable (zero-width spaces, bidi marks, variation
 * selectors, fillers), and the empty Braille cell.
 *
 * @see Unicode Standard, section 5.21
 */
const invisible = /[\s\p{Default_Ignorable_Code_Point}\u2800]/u;
/** The invisible characters that belong to no word. A variation selector or a filler belongs to the word it stands in. */
const formatting = /(?=\p{Default_Ignorable_Code_Point})\p{Format}/u;

/** In linear time, which an expression that ends in `+$` would not be. */
const trim = (text: string, dropped: RegExp): string => {
  const characters = [...text];
  const stays = (character: string): boolean => !dropped.test(character);
  return characters
    .slice(Math.max(0, characters.findIndex(stays)), characters.findLastIndex(stays) + 1)
    .join('');
};

/** The text without the invisible characters that copying and pasting leave around it. */
export const trimInvisible = (text: string): string => trim(text, invisible);

/** The same without zero-width spaces, bidi marks and the like alone: white space stays, and what belongs to a word. */
export const trimFormatting = (text: string): string => trim(text, formatting);

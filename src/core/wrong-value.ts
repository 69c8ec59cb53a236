/** Sixteen digits may be the code of a review account. No number that an option takes has more than ten. */
const isLong = (value: unknown): boolean => typeof value === 'number' && String(value).length > 10;

const show = (value: unknown): string => {
  if (typeof value === 'string' && value.trim() === '') return 'an empty one';
  if (isLong(value)) return 'a long number';
  if (['number', 'boolean', 'undefined'].includes(typeof value) || value === null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
};

/** The TypeError for a value that an option does not take. X1: neither a string nor a long number is shown, as it may be a key, a password or a code. */
export const wrongValue = (option: string, expected: string, value: unknown): TypeError =>
  new TypeError(`${option} must be ${expected}, not ${show(value)}`);

/** The same where a string is expected: "not a string" would be wrong of a string that is not the right one. */
export const wrongString = (option: string, expected: string, value: unknown): TypeError =>
  typeof value === 'string' && value.trim() !== ''
    ? new TypeError(`${option} must be ${expected}, not another string`)
    : wrongValue(option, expected, value);

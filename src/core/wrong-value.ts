const show = (value: unknown): string => {
  if (['number', 'boolean', 'undefined'].includes(typeof value) || value === null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
};

/** The TypeError for a value that an option does not take. X1: a string is not shown, as it may be a key or a password. */
export const wrongValue = (option: string, expected: string, value: unknown): TypeError =>
  new TypeError(`${option} must be ${expected}, not ${show(value)}`);

/** Freezes a value that came out of JSON, through and through, and answers with it. */
export const deepFreeze = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inside of Object.values(value)) deepFreeze(inside);
  return Object.freeze(value);
};

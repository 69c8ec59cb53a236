/** Not by identity with ours: objects of another realm (`node:vm`, some test runners) have another `Object.prototype`. */
export const isObjectPrototype = (value: object | null): boolean =>
  value !== null && Object.getPrototypeOf(value) === null && Object.hasOwn(value, 'isPrototypeOf');

/** Whether this is an object literal, or without a prototype. It may throw whatever a proxy throws. */
export const isPlainObject = (value: object): boolean => {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || isObjectPrototype(prototype);
};

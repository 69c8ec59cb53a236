/**
 * What stands on an object itself, unseen: made for the first who asks, and the same for all who ask later. Services
 * over one cache have nothing else in common.
 */
export const attached = <Value>(to: object, name: symbol, make: () => Value): Value => {
  // Not what it inherits: clients are made from clients.
  if (!Object.hasOwn(to, name)) Object.defineProperty(to, name, { value: make() });
  // Boundary: under a name of ours stands what we have put there.
  return (to as Readonly<Record<symbol, Value>>)[name] as Value;
};

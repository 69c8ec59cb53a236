/** A frozen record with the same names, and a value made of each. */
export const mapValues = <Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  make: (value: From, name: Name) => To,
): Readonly<Record<Name, To>> => {
  // Boundary: `Object.entries` does not say that these are the names, nor does `Object.fromEntries`.
  const entries = Object.entries(record) as [Name, From][];
  return Object.freeze(
    Object.fromEntries(entries.map(([name, value]) => [name, make(value, name)])) as Record<Name, To>,
  );
};

// The lists in the answer of a step, by name: Lua writes an empty list as an empty object, and the store turns it back.
import ts from 'typescript';

const partsOf = (type) => (type.isUnion() ? type.types.flatMap(partsOf) : [type]);

/**
 * @param step - the name of the step's function
 * @returns {string[]} names of properties; the empty name is the answer itself
 */
export const listsOf = (checker, file, step) => {
  const lists = new Set();
  const others = new Set();
  const seen = new Set();
  const isList = (type) => checker.isArrayType(type) || checker.isTupleType(type);

  const visit = (type, name) => {
    for (const part of partsOf(type)) {
      if (!(part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) continue;
      (isList(part) ? lists : others).add(name);
      if (seen.has(part)) continue;
      seen.add(part);
      if (isList(part)) {
        for (const item of checker.getTypeArguments(part)) {
          if (partsOf(item).some(isList))
            throw new Error(`${step} answers a list of lists: give them names.`);
          visit(item, `${name}[]`);
        }
        continue;
      }
      const values = checker.getIndexInfoOfType(part, ts.IndexKind.String)?.type;
      if (values && partsOf(values).some((value) => value.flags & ts.TypeFlags.Object))
        throw new Error(
          `${step} answers a record of records, in which the name of a list can be any: use a list.`,
        );
      for (const property of checker.getPropertiesOfType(part))
        visit(checker.getTypeOfSymbol(property), property.name);
    }
  };

  const symbol = checker.getSymbolsInScope(file, ts.SymbolFlags.Value).find(({ name }) => name === step);
  const [signature] = checker.getTypeAtLocation(symbol.declarations[0]).getCallSignatures();
  visit(signature.getReturnType(), '');
  for (const name of lists)
    if (others.has(name))
      throw new Error(`${step} answers a list and a record that are both called ${name}.`);
  return [...lists].sort();
};

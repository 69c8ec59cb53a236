import type { PothosTypeConfig, SchemaTypes } from '@pothos/core';

type ConfigStore<Types extends SchemaTypes> = PothosSchemaTypes.SchemaBuilder<Types>['configStore'];

/** What can be marked: every config of Pothos keeps the options that it was made with. */
export interface Markable {
  readonly pothosOptions: object;
}

/** The types of a builder, by name. */
export interface Catalogue {
  typeOf(name: string): PothosTypeConfig;
  /** With those that its interfaces implement. */
  interfacesOf(name: string): readonly string[];
  /** The fields that a type declares itself. */
  ownFieldsOf(name: string): ReadonlyMap<string, Markable>;
  /** The fields of a type, inherited ones too. */
  fieldNamesOf(name: string): readonly string[];
}

/** Reads the types of a builder, once all of them are known. */
export const createCatalogue = <Types extends SchemaTypes>(store: ConfigStore<Types>): Catalogue => {
  const typeOf = (name: string): PothosTypeConfig => store.getTypeConfig(name);

  const directInterfacesOf = (name: string): readonly string[] => {
    const config = typeOf(name);
    if (config.kind !== 'Object' && config.kind !== 'Interface') return [];
    return config.interfaces.map((ref) => store.getTypeConfig(ref).name);
  };

  const interfacesOf = (name: string): readonly string[] => {
    const found = new Set<string>();
    const visit = (type: string): void => {
      for (const next of directInterfacesOf(type)) {
        if (found.has(next)) continue;
        found.add(next);
        visit(next);
      }
    };
    visit(name);
    return [...found];
  };

  const ownFieldsOf = (name: string): ReadonlyMap<string, Markable> => store.getFields(name);

  const fieldNamesOf = (name: string): readonly string[] => [
    ...new Set([name, ...interfacesOf(name)].flatMap((type) => [...ownFieldsOf(type).keys()])),
  ];

  return { typeOf, interfacesOf, ownFieldsOf, fieldNamesOf };
};

import type { PothosTypeConfig, SchemaTypes } from '@pothos/core';

type ConfigStore<Types extends SchemaTypes> = PothosSchemaTypes.SchemaBuilder<Types>['configStore'];

/** What can be marked: every config of Pothos keeps the options that it was made with. */
export interface Markable {
  readonly pothosOptions: object;
}

/** Whether @pothos/plugin-smart-subscriptions makes a subscription of a field, or has made it. */
export const isSmart = (field: Markable | undefined): boolean =>
  field !== undefined &&
  'smartSubscription' in field.pothosOptions &&
  Boolean(field.pothosOptions.smartSubscription);

/** The types of a builder, by name. */
export interface Catalogue {
  typeOf(name: string): PothosTypeConfig;
  /** A field, where the type declares it itself. */
  ownFieldOf(name: string, field: string): Markable | undefined;
  /**
   * The types whose marks hold for a field too: all interfaces of its type; and for what @pothos/plugin-smart-subscriptions
   * has made of a field of the query type, the query type.
   */
  sourcesOf(name: string, field: string): readonly string[];
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
    const direct = directInterfacesOf(name);
    if (direct.length === 0) return direct;
    const found = new Set<string>();
    const visit = (types: readonly string[]): void => {
      for (const next of types) {
        if (found.has(next)) continue;
        found.add(next);
        visit(directInterfacesOf(next));
      }
    };
    visit(direct);
    return [...found];
  };

  const fieldsOf = (name: string): ReadonlyMap<string, Markable> => store.getFields(name);

  const queryOf = (name: string, field: string): string | undefined => {
    if (typeOf(name).kind !== 'Subscription' || !isSmart(fieldsOf(name).get(field))) return undefined;
    const query = [...store.typeConfigs.values()].find(({ kind }) => kind === 'Query')?.name;
    return query !== undefined && fieldsOf(query).has(field) ? query : undefined;
  };

  // A smart subscription has the options that plugins have left of those of its query field.
  const ownFieldOf = (name: string, field: string): Markable | undefined =>
    fieldsOf(queryOf(name, field) ?? name).get(field);

  const sourcesOf = (name: string, field: string): readonly string[] => {
    const query = queryOf(name, field);
    return query === undefined ? interfacesOf(name) : [query];
  };

  const fieldNamesOf = (name: string): readonly string[] => [
    ...new Set([name, ...interfacesOf(name)].flatMap((type) => [...fieldsOf(type).keys()])),
  ];

  return { typeOf, ownFieldOf, sourcesOf, fieldNamesOf };
};

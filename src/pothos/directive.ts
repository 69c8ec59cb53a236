import { DirectiveLocation, GraphQLDirective, GraphQLSchema } from 'graphql';

const directiveName = 'authenticated';

// Federation and Hive know exactly this definition: no arguments, not repeatable, no other locations.
const createDefinition = () =>
  new GraphQLDirective({
    name: directiveName,
    description: 'Only callers with a valid access token get an answer here.',
    locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT, DirectiveLocation.INTERFACE],
  });

/** The schema with `directive @authenticated` defined, unless it already is. */
export const withDefinition = (schema: GraphQLSchema): GraphQLSchema => {
  if (schema.getDirective(directiveName)) return schema;
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: [...config.directives, createDefinition()] });
};

const isApplication = (entry: unknown): boolean =>
  typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === directiveName;

const withoutApplication = (directives: unknown): unknown => {
  if (Array.isArray(directives)) return directives.filter((entry) => !isApplication(entry));
  const { [directiveName]: _, ...others } = { ...(directives as object | undefined) } as Record<
    string,
    unknown
  >;
  return others;
};

// The record prints with every version of @graphql-tools/utils. A list is kept only where @pothos/plugin-directives has
// made one: its users have chosen what reads it.
const withApplication = (directives: unknown): unknown =>
  Array.isArray(directives)
    ? [...directives, { name: directiveName, args: {} }]
    : { [directiveName]: {}, ...(directives as object) };

/** The parts of a field's or a type's config that matter here. */
interface Printable {
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The config with `@authenticated` applied once, or not at all, for printers that read `extensions.directives`. */
export const applyDirective = <Config extends Printable>(config: Config, printed: boolean): Config => {
  const given = config.extensions?.directives;
  if (given === undefined && !printed) return config;
  const others = withoutApplication(given);
  const directives = printed ? withApplication(others) : others;
  return { ...config, extensions: { ...config.extensions, directives } };
};

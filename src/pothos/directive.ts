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

/** The `@link` to the specification of Federation, as `toSubGraphSchema()` makes it. */
interface FederationLink {
  readonly name: 'link';
  readonly args: { readonly url: string; readonly import: unknown[] };
}

const isFederationLink = (entry: unknown): entry is FederationLink => {
  // Boundary: a host may have put anything there.
  const { name, args } = Object(entry) as { name?: unknown; args?: Partial<FederationLink['args']> };
  return name === 'link' && /\/federation\/v2/.test(String(args?.url)) && Array.isArray(args?.import);
};

/**
 * Lets a subgraph import `@authenticated`: a gateway takes what is not imported for a directive of the host's, and drops
 * it. @pothos/plugin-federation imports only what it has printed itself. The list is changed in place, since the schema
 * is made of the very same one.
 */
export const importDirective = (schemaExtensions: unknown): void => {
  const { directives } = Object(schemaExtensions) as { directives?: unknown };
  if (!Array.isArray(directives)) return;
  const imports = directives.find(isFederationLink)?.args.import;
  if (imports?.includes(`@${directiveName}`) === false) imports.push(`@${directiveName}`);
};

/** The options without what @pothos/plugin-directives would print: an `@authenticated` by hand, which protects nothing. */
export const withoutHandwritten = <Options extends object>(options: Options): Options =>
  'directives' in options ? { ...options, directives: withoutApplication(options.directives) } : options;

/** The config with `@authenticated` applied once, or not at all, for printers that read `extensions.directives`. */
export const applyDirective = <Config extends Printable>(config: Config, printed: boolean): Config => {
  const given = config.extensions?.directives;
  if (given === undefined && !printed) return config;
  const others = withoutApplication(given);
  const directives = printed ? withApplication(others) : others;
  return { ...config, extensions: { ...config.extensions, directives } };
};

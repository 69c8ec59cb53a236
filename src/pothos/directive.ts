import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLList,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
  specifiedDirectives,
} from 'graphql';
import type { Scopes } from './scopes.js';

const directiveName = 'authenticated';
const scopesName = 'requiresScopes';

// Federation and Hive know exactly this definition: no arguments, not repeatable, no other locations.
const createDefinition = () =>
  new GraphQLDirective({
    name: directiveName,
    description: 'Only callers with a valid access token get an answer here.',
    locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT, DirectiveLocation.INTERFACE],
  });

// As Envelop's generic-auth and Hive have it.
const createScopesDefinition = () =>
  new GraphQLDirective({
    name: scopesName,
    description: 'Only callers who have one of these sets of scopes whole get an answer here.',
    locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT, DirectiveLocation.INTERFACE],
    args: {
      scopes: {
        type: new GraphQLNonNull(
          new GraphQLList(new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString)))),
        ),
      },
    },
  });

/** The directives of a schema that is about to be built, with `@authenticated`, unless it is among them. */
export const withAuthenticated = (
  given: readonly GraphQLDirective[] | null | undefined,
): readonly GraphQLDirective[] => {
  // As GraphQL.js does.
  const directives = given ?? specifiedDirectives;
  return directives.some(({ name }) => name === directiveName)
    ? directives
    : [...directives, createDefinition()];
};

/**
 * The schema with the directives defined that it prints, unless they already are. Whether `@requiresScopes` is among them
 * is known only when all types are built.
 */
export const withDefinitions = (
  schema: GraphQLSchema,
  { scopes }: { readonly scopes: boolean },
): GraphQLSchema => {
  const wanted = [createDefinition(), ...(scopes ? [createScopesDefinition()] : [])];
  const missing = wanted.filter(({ name }) => !schema.getDirective(name));
  if (missing.length === 0) return schema;
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: [...config.directives, ...missing] });
};

const isApplication = (entry: unknown, name: string): boolean =>
  typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === name;

const withoutApplication = (directives: unknown, name: string): unknown => {
  if (Array.isArray(directives)) return directives.filter((entry) => !isApplication(entry, name));
  const { [name]: _, ...others } = { ...(directives as object | undefined) } as Record<string, unknown>;
  return others;
};

// The record prints with every version of @graphql-tools/utils. A list is kept only where @pothos/plugin-directives has
// made one: its users have chosen what reads it.
const withApplication = (directives: unknown, name: string, args: object): unknown =>
  Array.isArray(directives) ? [...directives, { name, args }] : { [name]: args, ...(directives as object) };

/** The parts of a field's or a type's config that matter here. */
export interface Printable {
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
  'directives' in options
    ? { ...options, directives: withoutApplication(options.directives, directiveName) }
    : options;

/** The config with `@authenticated` applied once, or not at all, for printers that read `extensions.directives`. */
export const applyDirective = <Config extends Printable>(config: Config, printed: boolean): Config => {
  const given = config.extensions?.directives;
  if (given === undefined && !printed) return config;
  const others = withoutApplication(given, directiveName);
  const directives = printed ? withApplication(others, directiveName, {}) : others;
  return { ...config, extensions: { ...config.extensions, directives } };
};

/** The config with `@requiresScopes` applied. */
export const applyScopes = <Config extends Printable>(config: Config, scopes: Scopes): Config => {
  const others = withoutApplication(config.extensions?.directives, scopesName);
  const directives = withApplication(others, scopesName, { scopes });
  return { ...config, extensions: { ...config.extensions, directives } };
};

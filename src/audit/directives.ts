import { type ConstDirectiveNode, type GraphQLSchema, valueFromASTUntyped } from 'graphql';

/** Whatever directives stand on: the definition of a type, its extensions, a field. */
export type Nodes = readonly ({ readonly directives?: readonly ConstDirectiveNode[] } | null | undefined)[];

/** The arguments of a directive, by name. */
export type DirectiveArguments = Readonly<Record<string, unknown>>;

/** The directives of a schema. */
export interface Directives {
  /** The applications of a directive, under whatever name the schema has it: their arguments. */
  find(nodes: Nodes, name: string): readonly DirectiveArguments[];
  /** Whether the schema links a specification of Apollo's, such as `federation`, or any at all. */
  links(spec?: string): boolean;
}

const argumentsOf = ({ arguments: given = [] }: ConstDirectiveNode): DirectiveArguments =>
  Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));

const find = (nodes: Nodes, names: readonly string[]): readonly DirectiveArguments[] =>
  nodes
    .flatMap((node) => node?.directives ?? [])
    .filter(({ name }) => names.includes(name.value))
    .map(argumentsOf);

/** A specification of Apollo's that a schema links. */
interface Link {
  /** Such as `federation` or `authenticated`. */
  readonly spec: string;
  /** Another name for it, in this schema. */
  readonly as: unknown;
  readonly imports: readonly unknown[];
}

const linkOf = ({ url, as, import: imports }: DirectiveArguments): readonly Link[] => {
  const [, spec] = /^https?:\/\/specs\.apollo\.dev\/(\w+)\/v\d/.exec(String(url)) ?? [];
  return spec === undefined ? [] : [{ spec, as, imports: Array.isArray(imports) ? imports : [] }];
};

const importedAs = (entry: unknown, name: string): readonly string[] => {
  if (entry === `@${name}`) return [name];
  const renamed = Object(entry) as { readonly name?: unknown; readonly as?: unknown };
  return renamed.name === `@${name}` ? [String(renamed.as ?? renamed.name).replace(/^@/, '')] : [];
};

const namesIn = ({ spec, as, imports }: Link, name: string): readonly string[] => {
  if (spec === name) return [String(as ?? name)];
  if (spec !== 'federation') return [];
  return [`${String(as ?? spec)}__${name}`, ...imports.flatMap((entry) => importedAs(entry, name))];
};

/**
 * Reads the directives of a schema. Where it links specifications of Apollo's, only what these links name has their
 * meaning: a gateway takes an `@authenticated` that is not imported for a directive of the host's, and drops it.
 *
 * @see https://specs.apollo.dev/link/v1.0/
 */
export const readDirectives = (schema: GraphQLSchema): Directives => {
  const links = find([schema.astNode, ...schema.extensionASTNodes], ['link']).flatMap(linkOf);
  return {
    find: (nodes, name) =>
      find(nodes, links.length === 0 ? [name] : links.flatMap((link) => namesIn(link, name))),
    links: (wanted) => links.some(({ spec }) => wanted === undefined || spec === wanted),
  };
};

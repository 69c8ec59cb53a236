import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  visit,
} from 'graphql';

type TypeNode = TypeDefinitionNode | TypeExtensionNode;

const isType = (node: DefinitionNode): node is TypeNode =>
  isTypeDefinitionNode(node) || isTypeExtensionNode(node);

const firstTwice = (names: readonly string[]): string | undefined => {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
};

const fieldsOf = (node: TypeNode): readonly string[] =>
  'fields' in node ? (node.fields ?? []).map((field) => `${node.name.value}.${field.name.value}`) : [];

// Of two definitions the last one would win, and the fields of the other would be missing.
const refuseTwice = ({ definitions }: DocumentNode): void => {
  const types = definitions.filter(isTypeDefinitionNode).map(({ name }) => name.value);
  const schemas = definitions.filter(({ kind }) => kind === Kind.SCHEMA_DEFINITION).map(() => 'schema');
  const twice = firstTwice([...types, ...schemas, ...definitions.filter(isType).flatMap(fieldsOf)]);
  if (twice !== undefined) throw new Error(`The SDL defines ${twice} twice: which of them counts?`);
};

const definitionKinds: Readonly<Record<TypeExtensionNode['kind'], TypeDefinitionNode['kind']>> = {
  [Kind.SCALAR_TYPE_EXTENSION]: Kind.SCALAR_TYPE_DEFINITION,
  [Kind.OBJECT_TYPE_EXTENSION]: Kind.OBJECT_TYPE_DEFINITION,
  [Kind.INTERFACE_TYPE_EXTENSION]: Kind.INTERFACE_TYPE_DEFINITION,
  [Kind.UNION_TYPE_EXTENSION]: Kind.UNION_TYPE_DEFINITION,
  [Kind.ENUM_TYPE_EXTENSION]: Kind.ENUM_TYPE_DEFINITION,
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: Kind.INPUT_OBJECT_TYPE_DEFINITION,
};

/** Subgraphs extend types that another subgraph defines, `Query` first of all: the first extension stands for the type. */
const withDefinitions = ({ definitions, ...document }: DocumentNode): DocumentNode => {
  const defined = new Set(definitions.filter(isTypeDefinitionNode).map(({ name }) => name.value));
  const define = (node: DefinitionNode): DefinitionNode => {
    if (!isTypeExtensionNode(node) || defined.has(node.name.value)) return node;
    defined.add(node.name.value);
    // Boundary: an extension has what a definition has, under another kind.
    return { ...node, kind: definitionKinds[node.kind] } as TypeDefinitionNode;
  };
  return { ...document, definitions: definitions.map(define) };
};

const drop = (): null => null;

/** Inputs and the definitions of directives say nothing here, and name scalars that gateways know without a definition. */
const withoutInputs = (document: DocumentNode): DocumentNode =>
  visit(document, {
    DirectiveDefinition: drop,
    InputObjectTypeDefinition: drop,
    InputObjectTypeExtension: drop,
    InputValueDefinition: drop,
  });

/**
 * Reads SDL for an audit: that of a server, of a subgraph of Apollo Federation or of a supergraph, with directives that
 * nothing defines. The schema has no inputs: it cannot be executed.
 *
 * @throws {Error} where it is no SDL, where it defines something twice, or answers with a type that it does not define
 */
export const readSdl = (sdl: string): GraphQLSchema => {
  const document = parse(sdl, { noLocation: true });
  refuseTwice(document);
  return buildASTSchema(withoutInputs(withDefinitions(document)), {
    assumeValid: true,
    assumeValidSDL: true,
  });
};

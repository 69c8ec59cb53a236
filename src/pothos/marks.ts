import { PothosSchemaError, type PothosTypeConfig } from '@pothos/core';
import type { Catalogue, Markable } from './catalogue.js';

/** What follows for a schema from all its marks: from `authenticated` on fields, types and interfaces. */
export interface Marks {
  /** Whether a field refuses callers without a valid access token. */
  protects(type: string, field: string): boolean;
  /** Whether the printed schema has the mark on the type: it holds for each of its fields. */
  isPrintedOnType(type: string): boolean;
  /** Whether the printed schema has the mark on the field. */
  isPrintedOnField(type: string, field: string): boolean;
}

/** How the marks of a schema are read. */
export interface MarksOptions {
  /** Protects every field of the root types that does not opt out. */
  readonly protectRoots: boolean;
  /** Whether marks are printed on interfaces and their fields: with Apollo Federation these do not compose. */
  readonly printOnInterfaces: boolean;
}

/** An option of ours, on whatever it stands. */
export const optionOf = (
  { pothosOptions }: Markable,
  name: 'authenticated' | 'allow' | 'scopes' | 'requiresScopes',
): unknown =>
  // Boundary: plain JavaScript may have put anything there.
  (pothosOptions as Readonly<Record<string, unknown>>)[name];

/**
 * The mark itself: true, false (it opts out), or undefined. Anything truthy counts as true, and only `false` opts out, so
 * that a mistake in plain JavaScript never opens a field.
 */
export const markOf = (config: Markable): boolean | undefined => {
  const mark = optionOf(config, 'authenticated');
  // Its own: what somebody adds to `Object.prototype` opens nothing.
  if (mark === false && Object.hasOwn(config.pothosOptions, 'authenticated')) return false;
  // `allow` and scopes include the mark: nobody passes them without a token.
  const whom = ['allow', 'scopes', 'requiresScopes'] as const;
  const saysWhom = whom.some((name) => optionOf(config, name) !== undefined);
  return mark || saysWhom ? true : undefined;
};

/** Whether a field has an option that says, or prints, who may have it. Most fields have none. */
export const saysWho = ({ pothosOptions: options }: Markable): boolean =>
  'authenticated' in options ||
  'allow' in options ||
  'scopes' in options ||
  'requiresScopes' in options ||
  'directives' in options;

/**
 * Refuses a mark where there is nothing to protect.
 *
 * @throws {PothosSchemaError} while the schema is built
 */
export const refuseMark = (config: Markable, where: string): void => {
  // Scopes of Federation are the gateway's to refuse there.
  if (!markOf({ pothosOptions: { ...config.pothosOptions, requiresScopes: undefined } })) return;
  throw new PothosSchemaError(
    `\`authenticated\` cannot stand on ${where}: mark the fields that use it, or the object type that they belong to`,
  );
};

/** Which fields of a type are protected, as far as somebody has asked. */
interface Decisions {
  readonly type: string;
  /** What is protected there unless it opts out. */
  readonly isClosed: boolean;
  readonly fields: Map<string, boolean>;
}

const isRoot = ({ kind }: PothosTypeConfig): boolean =>
  kind === 'Query' || kind === 'Mutation' || kind === 'Subscription';

/**
 * Reads the marks of a schema, once all of its types are known.
 *
 * - The mark of a type protects each of its fields that does not opt out by `authenticated: false`.
 * - The mark of an interface, or of a field of an interface, holds in every type that implements it. No implementer opts
 *   out of it, since a query through the interface would then get what the interface says is protected.
 * - What protects a field of the query type protects the smart subscription that is made of it.
 */
export const readMarks = (
  { typeOf, ownFieldOf, sourcesOf, fieldNamesOf }: Catalogue,
  { protectRoots, printOnInterfaces }: MarksOptions,
): Marks => {
  const known = new Map<string, Decisions>();
  let last: Decisions | undefined;

  const isMarked = (type: string): boolean => markOf(typeOf(type)) === true;
  const ownMarkOf = (type: string, field: string): boolean | undefined => {
    const own = ownFieldOf(type, field);
    return own && markOf(own);
  };

  const isClosedBy = (name: string, field: string): boolean =>
    fieldNamesOf(name).includes(field) ? protects(name, field) : isMarked(name);

  const begin = (type: string): Decisions => {
    const isClosed = isMarked(type) || (protectRoots && isRoot(typeOf(type)));
    const decisions: Decisions = { type, isClosed, fields: new Map() };
    known.set(type, decisions);
    return decisions;
  };

  // Pothos builds the fields of one type after the other.
  const decisionsFor = (type: string): Decisions => {
    if (last?.type !== type) last = known.get(type) ?? begin(type);
    return last;
  };

  const decide = ({ type, isClosed }: Decisions, field: string): boolean => {
    // P1: before an opt-out is looked at.
    if (sourcesOf(type, field).some((name) => isClosedBy(name, field))) return true;
    return ownMarkOf(type, field) ?? isClosed;
  };

  const protects = (type: string, field: string): boolean => {
    const decisions = decisionsFor(type);
    const decided = decisions.fields.get(field) ?? decide(decisions, field);
    decisions.fields.set(field, decided);
    return decided;
  };

  const isHidden = (type: string): boolean => !printOnInterfaces && typeOf(type).kind === 'Interface';

  // A gateway closes a whole type where it sees a mark on it: fields that opted out too, and a root type for all subgraphs.
  const isPrintedOnType = (type: string): boolean =>
    isMarked(type) &&
    !isRoot(typeOf(type)) &&
    !isHidden(type) &&
    fieldNamesOf(type).every((field) => protects(type, field));

  return {
    protects,
    isPrintedOnType,
    isPrintedOnField: (type, field) =>
      !isHidden(type) && protects(type, field) && (ownMarkOf(type, field) === true || !isPrintedOnType(type)),
  };
};

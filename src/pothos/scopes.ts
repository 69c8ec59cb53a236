import { PothosSchemaError } from '@pothos/core';
import type { Markable } from './catalogue.js';
import { optionOf } from './marks.js';

/** Sets of scopes, one of which a caller needs whole: `[['admin'], ['editor', 'eu']]`. */
export type Scopes = readonly (readonly string[])[];

/** The scopes of a caller, from her claims; the host's own code. */
export type ScopesOf = (claims: object) => unknown;

const isSet = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((scope) => typeof scope === 'string' && scope !== '');

/** Where scopes stand: @pothos/plugin-federation has an option of its own, which it prints. */
export type ScopesOption = 'scopes' | 'requiresScopes';

/**
 * The scopes that stand on a field or a type.
 *
 * @throws {PothosSchemaError} while the schema is built, where they are none, or cannot be looked at
 */
export const scopesOn = (
  config: Markable,
  where: string,
  option: ScopesOption,
  scopesOf: ScopesOf | undefined,
): Scopes | undefined => {
  if (option === 'requiresScopes' && optionOf(config, 'scopes') !== undefined) {
    throw new PothosSchemaError(
      `\`scopes\` of ${where} must be \`requiresScopes\`: that is what @pothos/plugin-federation prints`,
    );
  }
  const scopes = optionOf(config, option);
  // Without `scopesOf`, those of Federation are for the gateway alone.
  if (scopes === undefined || (option === 'requiresScopes' && scopesOf === undefined)) return undefined;
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(isSet)) {
    throw new PothosSchemaError(
      `\`${option}\` of ${where} must be a list of lists of scopes, such as [['admin']]`,
    );
  }
  if (scopesOf === undefined) {
    throw new PothosSchemaError(
      `${where} has \`scopes\`, but nothing says which ones a caller has: emailAuth: { auth, scopesOf: (claims) => … }`,
    );
  }
  // Boundary: it was looked at.
  return scopes as Scopes;
};

/** Whether somebody has one of the sets whole. */
export const hasOneOf = (scopes: Scopes, held: readonly unknown[]): boolean =>
  scopes.some((set) => set.every((scope) => held.includes(scope)));

/** What has to be held where several apply: one set of each. */
export const combine = (all: readonly Scopes[]): Scopes =>
  all.reduce<Scopes>(
    (sets, scopes) => sets.flatMap((set) => scopes.map((more) => [...new Set([...set, ...more])])),
    [[]],
  );

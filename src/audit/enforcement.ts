import type { GraphQLField } from 'graphql';

/** What the plugin does with a field. */
export interface Enforcement {
  /** Whether the field refuses callers without a valid access token. */
  readonly protected: boolean;
  /** The object types that a refusal can be a member of the answer as (@pothos/plugin-errors). */
  readonly refusalTypes: readonly string[];
}

const key = 'emailAuth';

/** A config of a field that is being built, as far as it matters here. */
interface Extensible {
  extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Notes in the extensions of a field what is enforced: a printed schema cannot say all of it. */
export const noteEnforcement = (config: Extensible, enforcement: Enforcement): void => {
  config.extensions = { ...config.extensions, [key]: enforcement };
};

const isEnforcement = (value: unknown): value is Enforcement => {
  const { protected: isProtected, refusalTypes } = Object(value) as Partial<Enforcement>;
  return typeof isProtected === 'boolean' && Array.isArray(refusalTypes);
};

/** What is enforced on a field; undefined where the plugin has not built it. */
export const enforcementOf = ({
  extensions,
}: Pick<GraphQLField<unknown, unknown>, 'extensions'>): Enforcement | undefined => {
  const noted = extensions[key];
  return isEnforcement(noted) ? noted : undefined;
};

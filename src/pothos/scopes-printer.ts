import { applyScopes, type Printable } from './directive.js';
import type { Scopes } from './scopes.js';

/** Lets scopes stand in the printed schema. */
export interface ScopesPrinter {
  /** The config with its scopes, if it has any. */
  print<Config extends Printable>(config: Config, scopes: Scopes | undefined): Config;
  /** Whether any have been printed: then their directive needs a definition. */
  hasPrinted(): boolean;
}

/** Prints the scopes of one build of a schema, where they are wanted. */
export const createScopesPrinter = (wanted: boolean): ScopesPrinter => {
  let printed = false;
  return {
    print: (config, scopes) => {
      if (scopes === undefined || !wanted) return config;
      printed = true;
      return applyScopes(config, scopes);
    },
    hasPrinted: () => printed,
  };
};

import './register.js';

export type { AuthContext, AuthenticatedContext, WithAuth } from './context.js';
export { pluginName } from './plugin-name.js';
export type {
  EmailAuthOption,
  EmailAuthPluginOptions,
  GeneratedFieldOptions,
  MutationName,
  TypeName,
} from './plugin-options.js';
export { requireClaims } from './require-claims.js';

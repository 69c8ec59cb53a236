import './register.js';

export type { AuthContext, AuthenticatedContext, MarkStyle, WithAuth } from './context.js';
export type {
  EmailAuthOption,
  EmailAuthPluginOptions,
  GeneratedFieldOptions,
  MutationName,
  TypeName,
} from './options.js';
export { pluginName } from './plugin-name.js';
export { requireClaims } from './require-claims.js';

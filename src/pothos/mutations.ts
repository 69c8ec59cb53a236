import { mapValues } from '../core/map-values.js';
import * as fields from './mutation-fields.js';
import { addAuthTokens, addLoginCodeRequest } from './objects.js';
import { hasRoot, type OwnBuilder } from './own-builder.js';
import type { PluginSettings } from './plugin-settings.js';

const addRequestLoginCode = (builder: OwnBuilder, { service, mutations, types }: PluginSettings): void => {
  const wanted = mutations.requestLoginCode;
  if (!wanted) return;
  const type = addLoginCodeRequest(builder, types.LoginCodeRequest);
  builder.mutationField(wanted.name, (t) =>
    fields.requestLoginCode({ t, service, extra: wanted.extra, type }),
  );
};

const addTokenMutations = (builder: OwnBuilder, { service, mutations, types }: PluginSettings): void => {
  const { login, refreshToken } = mutations;
  if (!login && !refreshToken) return;
  const type = addAuthTokens(builder, types.AuthTokens, service.forPlugins.transport);
  if (login) builder.mutationField(login.name, (t) => fields.login({ t, service, extra: login.extra, type }));
  if (refreshToken) {
    const { name, extra } = refreshToken;
    builder.mutationField(name, (t) => fields.refreshToken({ t, service, extra, type }));
  }
};

const addLogoutMutations = (builder: OwnBuilder, { service, mutations }: PluginSettings): void => {
  const { logout, logoutEverywhere } = mutations;
  if (logout) {
    builder.mutationField(logout.name, (t) => fields.logout({ t, service, extra: logout.extra, type: null }));
  }
  if (logoutEverywhere) {
    const { name, extra } = logoutEverywhere;
    builder.mutationField(name, (t) => fields.logoutEverywhere({ t, service, extra, type: null }));
  }
};

/** Scopes of the mutation type (@pothos/plugin-scope-auth) would lock out whoever is about to log in. */
const unlocked = (settings: PluginSettings, plugins: readonly string[]): PluginSettings => {
  if (!plugins.includes('scopeAuth')) return settings;
  const { logoutEverywhere, ...open } = settings.mutations;
  const opened = mapValues(
    open,
    (field) => field && { ...field, extra: { skipTypeScopes: true, ...field.extra } },
  );
  return { ...settings, mutations: { ...opened, logoutEverywhere } };
};

/** Adds the mutations and the types that they use. A name that is already taken makes Pothos throw. */
export const addMutations = (builder: OwnBuilder, given: PluginSettings): void => {
  if (Object.values(given.mutations).every((wanted) => wanted === null)) return;
  const settings = unlocked(given, builder.options.plugins ?? []);
  if (!hasRoot(builder, 'Mutation')) builder.mutationType({});
  addRequestLoginCode(builder, settings);
  addTokenMutations(builder, settings);
  addLogoutMutations(builder, settings);
};

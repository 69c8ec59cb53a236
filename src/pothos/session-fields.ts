import { claimsOf } from '../token/auth-state.js';
import { addAuthSession } from './objects.js';
import { hasRoot, type OwnBuilder } from './own-builder.js';
import type { FieldSettings, PluginSettings } from './plugin-settings.js';
import { serviceResolver } from './service-resolver.js';

const addList = (
  builder: OwnBuilder,
  { service, types }: PluginSettings,
  { name, extra }: FieldSettings,
): void => {
  const type = addAuthSession(builder, types.AuthSession);
  if (!hasRoot(builder, 'Query')) builder.queryType({});
  builder.queryField(name, (t) =>
    t.field({
      description: 'The live sessions of the caller, oldest first.',
      ...extra,
      type: [type],
      nullable: { list: false, items: false },
      authenticated: true,
      resolve: serviceResolver(service, async ({ auth }) => {
        const { sub, sid } = claimsOf(auth);
        const sessions = await service.sessions(sub);
        return sessions.map((session) => ({ ...session, current: session.id === sid }));
      }),
    }),
  );
};

const addEnd = (builder: OwnBuilder, { service }: PluginSettings, { name, extra }: FieldSettings): void => {
  if (!hasRoot(builder, 'Mutation')) builder.mutationType({});
  builder.mutationField(name, (t) =>
    t.field({
      description: 'Ends a session of the caller, and answers whether there was one.',
      ...extra,
      type: 'Boolean',
      nullable: false,
      authenticated: true,
      args: { id: t.arg.id({ required: true, description: 'The id of the session.' }) },
      resolve: serviceResolver(service, async ({ auth, text, caller }) =>
        service.endSession(claimsOf(auth).sub, text('id') ?? '', caller),
      ),
    }),
  );
};

/** Adds the fields about sessions, where they are wanted. */
export const addSessionFields = (builder: OwnBuilder, settings: PluginSettings): void => {
  const { sessions, endSession } = settings.sessions;
  if (sessions) addList(builder, settings, sessions);
  if (endSession) addEnd(builder, settings, endSession);
};

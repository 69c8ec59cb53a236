import SchemaBuilder from '@pothos/core';
import type { EmailAuth } from '../../src/email-auth.js';
import { pluginName, type WithAuth } from '../../src/pothos/index.js';

type Types = WithAuth<{ AuthClaims: { role: 'admin' | 'user' } }>;
const plugins = [pluginName] as [typeof pluginName];

declare const same: EmailAuth<{ role: 'admin' | 'user' }>;
declare const narrower: EmailAuth<{ role: 'admin'; team: string }>;
declare const wider: EmailAuth<{ role: 'admin' | 'user' | 'root' }>;
declare const other: EmailAuth<{ rank: number }>;
declare const none: EmailAuth;

new SchemaBuilder<Types>({ plugins, emailAuth: same });
new SchemaBuilder<Types>({ plugins, emailAuth: narrower });
new SchemaBuilder<Types>({ plugins, emailAuth: { auth: narrower } });
new SchemaBuilder<WithAuth>({ plugins, emailAuth: same });
new SchemaBuilder<WithAuth>({ plugins, emailAuth: none });

// @ts-expect-error tokens may say `root`, which the builder does not know
new SchemaBuilder<Types>({ plugins, emailAuth: wider });
// @ts-expect-error tokens have no role
new SchemaBuilder<Types>({ plugins, emailAuth: other });
// @ts-expect-error tokens have no claims of their own
new SchemaBuilder<Types>({ plugins, emailAuth: none });
// @ts-expect-error the same in the long form
new SchemaBuilder<Types>({ plugins, emailAuth: { auth: wider } });
// @ts-expect-error the long form needs the service
new SchemaBuilder<Types>({ plugins, emailAuth: { directive: false } });

new SchemaBuilder<Types>({
  plugins,
  emailAuth: {
    auth: same,
    directive: false,
    types: { AuthTokens: 'Tokens' },
    mutations: {
      logoutEverywhere: false,
      login: { name: 'signIn', description: 'Signs in.', deprecationReason: 'Soon.' },
    },
  },
});
new SchemaBuilder<Types>({ plugins, emailAuth: { auth: same, mutations: false } });

// @ts-expect-error an unknown option
new SchemaBuilder<Types>({ plugins, emailAuth: { auth: same, mutation: false } });
// @ts-expect-error an unknown mutation
new SchemaBuilder<Types>({ plugins, emailAuth: { auth: same, mutations: { signIn: false } } });
// @ts-expect-error there is no other form of true
new SchemaBuilder<Types>({ plugins, emailAuth: { auth: same, mutations: true } });
// @ts-expect-error an unknown type
new SchemaBuilder<Types>({ plugins, emailAuth: { auth: same, types: { Token: 'Tokens' } } });
new SchemaBuilder<Types>({
  plugins,
  // @ts-expect-error it belongs to the plugin
  emailAuth: { auth: same, mutations: { login: { resolve: () => null } } },
});
// @ts-expect-error it belongs to the plugin
new SchemaBuilder<Types>({ plugins, emailAuth: { auth: same, mutations: { login: { nullable: true } } } });
new SchemaBuilder<Types>({
  plugins,
  // @ts-expect-error it belongs to the plugin
  emailAuth: { auth: same, mutations: { logoutEverywhere: { authenticated: false } } },
});

import SchemaBuilder from '@pothos/core';
import type { EmailAuth } from '../../src/email-auth.js';
import { createEmailAuth, type LoginAttempt, localizedMessages } from '../../src/index.js';
import { pluginName, type WithAuth } from '../../src/pothos/index.js';
import { type Equal, expectTrue } from './equal.js';

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

const send = async () => {};

// Halves come from the default.
createEmailAuth({ limits: { failuresPerIp: { limit: 20 }, requestsPerIp: { window: 60 }, perRequest: {} } });
createEmailAuth({ limits: { failuresPerIp: {}, mailsPerIdentity: false, perRequest: { login: 2 } } });
createEmailAuth({ sessions: 'stateless' });
createEmailAuth({ sessions: { mode: 'stored', max: 5 } });
createEmailAuth({ sessions: { max: 5 } });
createEmailAuth({ delivery: { send, queue: 10 }, loginCode: { generate: () => '123456' }, clock: Date.now });
createEmailAuth({ signingKey: undefined });
createEmailAuth({ jwt: { audience: ['api', 'web'] } });
const fixed = { limits: { failuresPerIp: { limit: 20 } }, updatableClaims: ['org'] } as const;
createEmailAuth(fixed);

// @ts-expect-error a half that is not there is left out
createEmailAuth({ limits: { failuresPerIp: { limit: 20, window: undefined } } });
// @ts-expect-error numbers are no text
createEmailAuth({ limits: { failuresPerIp: { limit: '20' } } });
// @ts-expect-error there is no standard limit
createEmailAuth({ limits: { failuresPerIp: true } });
// @ts-expect-error they are turned off one by one
createEmailAuth({ limits: false });
// @ts-expect-error an unknown limit
createEmailAuth({ limits: { failurePerIp: false } });
// @ts-expect-error an unknown half
createEmailAuth({ limits: { failuresPerIp: { limt: 20 } } });
// @ts-expect-error an unknown option
createEmailAuth({ cashe: undefined });
// @ts-expect-error no number
createEmailAuth({ storeTimeout: '2' });
// @ts-expect-error no null
createEmailAuth({ accessToken: null });
// @ts-expect-error an unknown mode
createEmailAuth({ sessions: 'none' });
// @ts-expect-error an unknown mode
createEmailAuth({ sessions: { mode: 'none' } });
// @ts-expect-error a list
createEmailAuth({ updatableClaims: 'org' });
// @ts-expect-error a list of text
createEmailAuth({ updatableClaims: ['org', undefined] });
// @ts-expect-error a clock answers at once
createEmailAuth({ clock: async () => 0 });
// @ts-expect-error a clock answers with a number
createEmailAuth({ clock: () => new Date() });
// @ts-expect-error a code is text
createEmailAuth({ loginCode: { generate: () => 123456 } });
// @ts-expect-error a code is made at once
createEmailAuth({ loginCode: { generate: async () => '123456' } });
// @ts-expect-error an identity is read at once
createEmailAuth({ identity: { parse: async (input: string) => input } });
// @ts-expect-error a delivery without `send`
createEmailAuth({ delivery: { queue: 10 } });
// @ts-expect-error an unknown refusal
createEmailAuth({ messages: { UNKNOWN: 'No.' } });
createEmailAuth({ messages: localizedMessages });
createEmailAuth({
  messages: (code, locale) => (locale === 'de' ? 'Nein.' : localizedMessages(code, locale)),
});
// @ts-expect-error a sentence is there at once
createEmailAuth({ messages: async () => 'No.' });
// @ts-expect-error a language that no mail is written in
createEmailAuth({ messages: (code, locale) => (locale === 'xx' ? 'No.' : code) });

// Arguments of the host's own: the schema and the service say the same of them.
interface Args {
  readonly captcha?: string | null;
  readonly seats?: number | null;
}
type ArgTypes = WithAuth<{ AuthArgs: Args }>;

const guarded = createEmailAuth({
  guard: ({ args, action, identity, headers, pressure }: LoginAttempt<Args>) => {
    expectTrue<Equal<typeof args, Readonly<Args>>>();
    expectTrue<Equal<typeof action, 'requestLoginCode' | 'login'>>();
    expectTrue<Equal<typeof identity, string>>();
    expectTrue<Equal<ReturnType<typeof headers.get>, string | null>>();
    expectTrue<Equal<ReturnType<typeof pressure>, Promise<number>>>();
  },
  claims: (_, { args, locale, userAgent }) => {
    expectTrue<Equal<typeof args.captcha, string | null | undefined>>();
    expectTrue<Equal<typeof locale, string>>();
    expectTrue<Equal<typeof userAgent, string | null>>();
    return {};
  },
  mail: {
    template: ({ request }) => {
      expectTrue<Equal<typeof request.args.captcha, string | null | undefined>>();
      return {};
    },
  },
  delivery: async ({ request }) => {
    expectTrue<Equal<typeof request.args.seats, number | null | undefined>>();
  },
});

new SchemaBuilder<ArgTypes>({
  plugins,
  emailAuth: {
    auth: guarded,
    mutations: {
      requestLoginCode: { args: (t) => ({ captcha: t.arg.string({ required: false }) }) },
      login: { args: (t) => ({ seats: t.arg.int(), captcha: t.arg.string() }) },
    },
  },
});
new SchemaBuilder<ArgTypes>({ plugins, emailAuth: guarded });
// What is required of every caller, the service may take for optional.
new SchemaBuilder<WithAuth<{ AuthArgs: { captcha: string } }>>({
  plugins,
  emailAuth: {
    auth: guarded,
    mutations: { login: { args: (t) => ({ captcha: t.arg.string({ required: true }) }) } },
  },
});
new SchemaBuilder<ArgTypes>({
  plugins,
  emailAuth: {
    auth: guarded,
    // @ts-expect-error a number is no captcha
    mutations: { requestLoginCode: { args: (t) => ({ captcha: t.arg.int() }) } },
  },
});
new SchemaBuilder<WithAuth<{ AuthArgs: { captcha: string } }>>({
  plugins,
  emailAuth: {
    auth: guarded,
    // @ts-expect-error it may be left out
    mutations: { login: { args: (t) => ({ captcha: t.arg.string() }) } },
  },
});
new SchemaBuilder<WithAuth<{ AuthArgs: { captcha: number } }>>({
  plugins,
  // @ts-expect-error the guard takes it for text
  emailAuth: guarded,
});
new SchemaBuilder<ArgTypes>({
  plugins,
  // @ts-expect-error other mutations take none
  emailAuth: { auth: guarded, mutations: { logout: { args: () => ({}) } } },
});
createEmailAuth({
  guard: ({ args }) => {
    // @ts-expect-error nobody has said that there is a captcha
    args.captcha;
  },
});

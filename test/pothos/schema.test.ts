import { printSchemaWithDirectives } from '@graphql-tools/utils';
import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import {
  DirectiveLocation,
  GraphQLDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  isObjectType,
  parse,
  print,
  visit,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { type EmailAuthPluginOptions, pluginName, type WithAuth } from '../../src/pothos/index.js';
import { createBuilder, type Types } from './builders.js';
import { createFakeEmailAuth, type Role } from './fake-email-auth.js';

type Options = Omit<EmailAuthPluginOptions<PothosSchemaTypes.ExtendDefaultTypes<Types>>, 'auth'>;

const build = (options: Options = {}) =>
  createBuilder({ auth: createFakeEmailAuth(), ...options }).toSchema();

/** The SDL with applications, without descriptions. */
const sdl = (schema: GraphQLSchema) => {
  const withoutDescription = ({ description: _, ...node }: { description?: unknown }) => node;
  return print(
    visit(parse(printSchemaWithDirectives(schema)), {
      enter: (node) => ('description' in node ? withoutDescription(node) : undefined),
    }),
  );
};

const names = (type: GraphQLNamedType | null | undefined) =>
  isObjectType(type) ? Object.keys(type.getFields()) : undefined;

describe('the schema', () => {
  it('has the mutations and types of the contract, with applications', () => {
    expect(sdl(build())).toBe(`schema {
  query: Query
  mutation: Mutation
}

directive @authenticated on FIELD_DEFINITION | INTERFACE | OBJECT

type AuthTokens {
  accessToken: String!
  expiresIn: Int!
  refreshExpiresIn: Int!
  refreshToken: String!
}

type LoginCodeRequest {
  challenge: String!
  codeLength: Int!
  expiresIn: Int!
  resendAfter: Int!
}

type Mutation {
  login(challenge: String, code: String!, email: String!): AuthTokens!
  logout(token: String!): Boolean!
  logoutEverywhere: Boolean! @authenticated
  refreshToken(token: String!): AuthTokens!
  requestLoginCode(challenge: String, email: String!): LoginCodeRequest!
}

type Query {
  hello: String
}`);
  });

  it('describes every name that the plugin adds', () => {
    const schema = build();
    const undescribed: string[] = [];
    const look = (path: string, { description }: { description?: string | null | undefined }) => {
      if (!description) undescribed.push(path);
    };
    for (const name of ['Mutation', 'AuthTokens', 'LoginCodeRequest']) {
      const type = schema.getType(name);
      if (!isObjectType(type)) throw new Error(`${name} is missing`);
      if (name !== 'Mutation') look(name, type);
      for (const field of Object.values(type.getFields())) {
        look(`${name}.${field.name}`, field);
        for (const argument of field.args) look(`${name}.${field.name}.${argument.name}`, argument);
      }
    }
    look('@authenticated', schema.getDirective('authenticated') ?? {});
    expect(undescribed).toEqual([]);
  });

  it('has the same mutations whatever the defaults of the builder are', () => {
    const builder = new SchemaBuilder<
      WithAuth<{ AuthClaims: Role; DefaultFieldNullability: false; DefaultInputFieldRequiredness: true }>
    >({
      plugins: [pluginName],
      emailAuth: createFakeEmailAuth(),
      defaultFieldNullability: false,
      defaultInputFieldRequiredness: true,
    });
    builder.queryType({ fields: (t) => ({ hello: t.string({ nullable: true, resolve: () => 'Hello!' }) }) });
    expect(sdl(builder.toSchema())).toBe(sdl(build()));
  });

  it('names the argument for the identity as the service does, and requires a challenge where the service does', () => {
    const service = createFakeEmailAuth({ identityArgument: 'phone', challengeRequired: true });
    const printed = sdl(createBuilder(service).toSchema());
    expect(printed).toContain('login(challenge: String!, code: String!, phone: String!): AuthTokens!');
    expect(printed).toContain('requestLoginCode(challenge: String, phone: String!): LoginCodeRequest!');
  });

  it('is the same at every toSchema()', () => {
    const builder = createBuilder();
    expect(sdl(builder.toSchema())).toBe(sdl(builder.toSchema()));
  });

  it('belongs to its builder alone', () => {
    const one = createBuilder({ auth: createFakeEmailAuth(), mutations: { login: { name: 'signIn' } } });
    const two = createBuilder({ auth: createFakeEmailAuth(), mutations: false });
    expect(names(one.toSchema().getMutationType())).toContain('signIn');
    expect(two.toSchema().getMutationType()).toBeUndefined();
  });
});

describe('the mutation type', () => {
  it("may be the user's, wherever its fields were added", () => {
    const builder = createBuilder();
    builder.mutationField('late', (t) => t.boolean({ resolve: () => true }));
    builder.mutationType({
      description: 'Mine.',
      fields: (t) => ({ own: t.boolean({ resolve: () => true }) }),
    });
    const type = builder.toSchema().getMutationType();
    expect(type?.description).toBe('Mine.');
    expect(names(type)).toEqual(expect.arrayContaining(['late', 'login', 'own']));
  });

  it('may have another name', () => {
    const builder = createBuilder();
    builder.mutationType({ name: 'Changes', fields: (t) => ({ own: t.boolean({ resolve: () => true }) }) });
    const schema = builder.toSchema();
    expect(schema.getMutationType()?.name).toBe('Changes');
    expect(names(schema.getMutationType())).toEqual(expect.arrayContaining(['login', 'own']));
    expect(schema.getType('Mutation')).toBeUndefined();
  });

  it('is not there where all mutations are left out', () => {
    for (const mutations of [
      false,
      { login: false, logout: false, logoutEverywhere: false, refreshToken: false, requestLoginCode: false },
    ] as const) {
      expect(build({ mutations }).getMutationType()).toBeUndefined();
    }
  });

  it('makes Pothos throw where a name is taken', () => {
    const builder = createBuilder();
    builder.mutationType({ fields: (t) => ({ login: t.boolean({ resolve: () => true }) }) });
    expect(() => builder.toSchema()).toThrow('Duplicate field login');
    expect(() => build({ mutations: { login: { name: 'logout' } } })).toThrow('Duplicate field logout');
    expect(() => build({ types: { AuthTokens: 'Query' } })).toThrow('Query');
  });
});

describe('the options', () => {
  it('rename mutations and types', () => {
    const printed = sdl(
      build({
        mutations: { login: { name: 'signIn' } },
        types: { AuthTokens: 'Tokens', LoginCodeRequest: 'Request' },
      }),
    );
    expect(printed).toContain('signIn(challenge: String, code: String!, email: String!): Tokens!');
    expect(printed).toContain('requestLoginCode(challenge: String, email: String!): Request!');
    expect(printed).not.toMatch(/AuthTokens|LoginCodeRequest|\blogin\(/);
  });

  it('leave out single mutations, and the types that nothing uses then', () => {
    const without = (mutations: Options['mutations']) =>
      Object.keys(build({ mutations: mutations ?? {} }).getTypeMap());
    expect(without({ requestLoginCode: false })).not.toContain('LoginCodeRequest');
    expect(without({ login: false })).toContain('AuthTokens');
    expect(without({ login: false, refreshToken: false })).not.toContain('AuthTokens');
  });

  it('give single mutations more field options', () => {
    const login = build({ mutations: { login: { description: 'Mine.', deprecationReason: 'Soon.' } } })
      .getMutationType()
      ?.getFields().login;
    expect(login).toMatchObject({ description: 'Mine.', deprecationReason: 'Soon.' });
    expect(String(login?.type)).toBe('AuthTokens!');
  });

  it('leave the directive out', () => {
    const printed = sdl(build({ directive: false }));
    expect(printed).toContain('logoutEverywhere: Boolean!');
    expect(printed).not.toContain('@authenticated');
  });

  it.each([
    [
      { auth: createFakeEmailAuth(), mutatoins: {} },
      'emailAuth.mutatoins is not an option; did you mean emailAuth.mutations?',
    ],
    [
      { auth: createFakeEmailAuth(), mutations: { signin: false } },
      'emailAuth.mutations.signin is not an option; did you mean emailAuth.mutations.login?',
    ],
    [
      { auth: createFakeEmailAuth(), types: { AuthToken: 'Tokens' } },
      'emailAuth.types.AuthToken is not an option; did you mean emailAuth.types.AuthTokens?',
    ],
    [{ atuh: createFakeEmailAuth() }, 'emailAuth.atuh is not an option; did you mean emailAuth.auth?'],
    [{ auth: createFakeEmailAuth(), mutations: true }, 'emailAuth.mutations must be an object'],
    [
      { auth: createFakeEmailAuth(), mutations: { login: 'signIn' } },
      'emailAuth.mutations.login must be false or',
    ],
    [
      { auth: createFakeEmailAuth(), mutations: { login: { name: '' } } },
      'emailAuth.mutations.login.name must be',
    ],
    [
      { auth: createFakeEmailAuth(), mutations: { login: { resolve: () => null } } },
      'emailAuth.mutations.login.resolve cannot be set',
    ],
    [
      { auth: createFakeEmailAuth(), mutations: { logoutEverywhere: { authenticated: false } } },
      'emailAuth.mutations.logoutEverywhere.authenticated cannot be set',
    ],
    [{ auth: createFakeEmailAuth(), types: { AuthTokens: 3 } }, 'emailAuth.types.AuthTokens must be'],
    [{ auth: createFakeEmailAuth(), directive: 'no' }, 'emailAuth.directive must be true or false'],
    [{ auth: createFakeEmailAuth(), contextKey: 'my auth' }, 'emailAuth.contextKey must be a name'],
    [{ auth: createFakeEmailAuth(), contextKey: '__proto__' }, 'emailAuth.contextKey cannot be "__proto__"'],
    [
      { auth: createFakeEmailAuth(), contextKey: 'constructor' },
      'emailAuth.contextKey cannot be "constructor"',
    ],
    [{ mutations: {} }, 'emailAuth.auth must be the service that createEmailAuth makes'],
    [{ auth: {} }, 'emailAuth.auth must be the service that createEmailAuth makes'],
    [null, 'emailAuth must be an object'],
    [[], 'emailAuth must be an object, not an array of 0'],
    ['service', 'emailAuth must be an object, not a string'],
    [Object.create({ auth: createFakeEmailAuth() }), 'emailAuth must be a plain object'],
    [new Map([['auth', createFakeEmailAuth()]]), 'emailAuth must be a plain object'],
    [{ auth: createFakeEmailAuth(), [Symbol('x')]: 1 }, 'emailAuth must not have a symbol as a key'],
    [
      Object.defineProperty({ auth: createFakeEmailAuth() }, 'mutations', {
        get: () => {
          throw new Error('no');
        },
      }),
      'emailAuth.mutations cannot be read: it throws',
    ],
    [
      { ...createFakeEmailAuth(), mutations: false },
      'emailAuth.mutations stands in the service itself: give the options beside it',
    ],
    [{ ...createFakeEmailAuth(), directive: false }, 'emailAuth.directive stands in the service itself'],
    [
      { auth: createFakeEmailAuth(), mutations: [] },
      'emailAuth.mutations must be an object, not an array of 0',
    ],
    [{ auth: createFakeEmailAuth(), mutations: null }, 'emailAuth.mutations must be an object, not null'],
    [{ auth: createFakeEmailAuth(), mutations: { login: [] } }, 'emailAuth.mutations.login must be'],
    [
      { auth: createFakeEmailAuth(), mutations: { login: true } },
      'emailAuth.mutations.login must be false or',
    ],
    [
      { auth: createFakeEmailAuth(), mutations: { login: Object.create({ name: 'signIn' }) } },
      'emailAuth.mutations.login must be a plain object',
    ],
    [
      { auth: createFakeEmailAuth(), mutations: { login: { name: 'sign in' } } },
      'emailAuth.mutations.login.name must be a GraphQL name, not another string',
    ],
    [
      { auth: createFakeEmailAuth(), mutations: { login: { name: '__login' } } },
      'emailAuth.mutations.login.name must be a GraphQL name, not another string',
    ],
    [
      { auth: createFakeEmailAuth(), types: { AuthTokens: 'Auth-Tokens' } },
      'emailAuth.types.AuthTokens must be',
    ],
    [
      { auth: createFakeEmailAuth(), types: { AuthTokens: { authenticated: true } } },
      'emailAuth.types.AuthTokens.authenticated cannot be set: the plugin sets it',
    ],
    [
      { auth: createFakeEmailAuth(), types: { AuthTokens: { name: 'Auth-Tokens' } } },
      'emailAuth.types.AuthTokens.name must be a GraphQL name',
    ],
    [{ auth: createFakeEmailAuth(), types: 'Tokens' }, 'emailAuth.types must be an object, not a string'],
    [{ auth: createFakeEmailAuth(), sessions: 'yes' }, 'emailAuth.sessions must be an object, not a string'],
    [
      { auth: createFakeEmailAuth(), sessions: { sesions: false } },
      'emailAuth.sessions.sesions is not an option; did you mean emailAuth.sessions.sessions?',
    ],
    [{ auth: createFakeEmailAuth(), directive: 0 }, 'emailAuth.directive must be true or false, not 0'],
  ])('are refused at build time where they are wrong: %#', (option, message) => {
    const builder = createBuilder(option as never);
    expect(() => builder.toSchema()).toThrow(TypeError);
    expect(() => builder.toSchema()).toThrow(message);
  });
});

describe('the plugin without its option', () => {
  it('is refused at build time', () => {
    const builder = new SchemaBuilder<WithAuth<{ AuthClaims: Role }>>({ plugins: [pluginName] });
    expect(() => builder.toSchema()).toThrow(
      new TypeError(
        "The plugin 'emailAuth' is listed, but the builder has no option `emailAuth`: give it the service that " +
          'createEmailAuth makes',
      ),
    );
  });
});

describe('the directive', () => {
  const marked = (builder: ReturnType<typeof createBuilder>) => {
    builder.queryFields((t) => ({ me: t.string({ authenticated: true, resolve: () => 'me' }) }));
    return builder;
  };

  it('is applied as a record, beside what already stands there', () => {
    const builder = createBuilder();
    builder.queryFields((t) => ({
      me: t.string({
        authenticated: true,
        extensions: { directives: { tag: { name: 'x' } } },
        resolve: () => 'me',
      }),
      hi: t.string({ authenticated: false, resolve: () => 'hi' }),
    }));
    const fields = builder.toSchema().getQueryType()?.getFields();
    expect(fields?.me?.extensions.directives).toEqual({ authenticated: {}, tag: { name: 'x' } });
    expect(fields?.hi?.extensions.directives).toBeUndefined();
  });

  it('is applied on an interface and on the types that inherit from it', () => {
    const builder = createBuilder();
    const Secret = builder.interfaceRef<{ value: string }>('Secret').implement({
      fields: (t) => ({ value: t.exposeString('value', { authenticated: true }) }),
    });
    builder.objectRef<{ value: string }>('Diary').implement({ interfaces: [Secret] });
    const printed = sdl(builder.toSchema());
    expect(printed).toContain('interface Secret {\n  value: String @authenticated\n}');
    expect(printed).toContain('type Diary implements Secret {\n  value: String @authenticated\n}');
  });

  it("is the user's definition where there is one", () => {
    const own = new GraphQLDirective({
      name: 'authenticated',
      locations: [DirectiveLocation.FIELD_DEFINITION],
    });
    const schema = marked(createBuilder()).toSchema({ directives: [own] });
    expect(schema.getDirectives().filter(({ name }) => name === 'authenticated')).toHaveLength(1);
    expect(schema.getDirective('authenticated')?.locations).toEqual(['FIELD_DEFINITION']);
  });

  it('is there where the others are null, as GraphQL.js allows', () => {
    // Boundary: plain JavaScript.
    const schema = marked(createBuilder()).toSchema({ directives: null } as object);
    expect(schema.getDirective('authenticated')?.name).toBe('authenticated');
    expect(schema.getDirective('skip')?.name).toBe('skip');
  });

  it('leaves the directives of GraphQL itself in place', () => {
    expect(build().getDirective('skip')).toBeDefined();
  });
});

describe.each([
  ['before', [pluginName, DirectivesPlugin]],
  ['after', [DirectivesPlugin, pluginName]],
] as const)('with plugin-directives, listed %s it', (_order, plugins) => {
  type WithTag = { Directives: { tag: { locations: 'FIELD_DEFINITION'; args: { name: string } } } };

  const directivesOf = (unordered: boolean) => {
    const builder = new SchemaBuilder<WithAuth<{ AuthClaims: Role } & WithTag>>({
      plugins: [...plugins],
      emailAuth: createFakeEmailAuth(),
      directives: { useGraphQLToolsUnorderedDirectives: unordered },
    });
    builder.queryType({
      fields: (t) => ({
        me: t.string({ authenticated: true, directives: { tag: { name: 'x' } }, resolve: () => 'me' }),
      }),
    });
    const schema = builder.toSchema();
    return { schema, directives: schema.getQueryType()?.getFields().me?.extensions.directives };
  };

  it('is applied once, in the list that plugin-directives makes', () => {
    const { directives } = directivesOf(false);
    expect(directives).toHaveLength(2);
    expect(directives).toEqual(
      expect.arrayContaining([
        { name: 'tag', args: { name: 'x' } },
        { name: 'authenticated', args: {} },
      ]),
    );
  });

  it('is printed with the form that graphql-tools reads', () => {
    expect(sdl(directivesOf(true).schema)).toMatch(
      /me: String (@authenticated @tag|@tag\(name: "x"\) @authenticated)/,
    );
  });
});

import { type GraphQLSchema, validateSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import '../../src/pothos/index.js';
// @ts-expect-error: plain JavaScript
import { buildLocked, buildWithEveryPlugin } from './every-plugin.mjs';
import { asAda, asNobody, createFakeEmailAuth } from './fake-email-auth.js';
// @ts-expect-error: plain JavaScript
import { orders } from './marks-table.mjs';
import { listen, run, stream } from './run.js';

const open = (
  plugins: readonly string[],
): { readonly schema: GraphQLSchema; readonly ran: readonly string[] } =>
  buildWithEveryPlugin(plugins, createFakeEmailAuth());

describe.each((orders as string[][]).map((plugins) => ({ plugins })))(
  'with the plugins $plugins',
  ({ plugins }) => {
    it.each(['deniedFirst', 'deniedLast'])('the scopes beside the chain still count: %s', async (field) => {
      const { schema, ran } = open(plugins);
      const { data, errors } = await run(schema, `{ ${field} }`, asAda());
      expect(ran).toEqual([]);
      expect({ data, message: errors?.[0]?.message }).toEqual({
        data: { [field]: null },
        message: expect.stringContaining('Not authorized'),
      });
    });

    it('a marked subscription is refused before its source begins', async () => {
      const { schema, ran } = open(plugins);
      expect(await listen(schema, 'subscription { ticks }', asNobody())).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
      expect(ran).toEqual([]);
      const events = await stream(schema, 'subscription { ticks }', asAda());
      expect((await events.next()).value).toMatchObject({ data: { ticks: 'once' } });
      await events.return(undefined);
    });
  },
);

describe('a mutation type with scopes that let nobody in', () => {
  const isPublic = { subGraphs: ['inside', 'public'] };
  const build = (): { whole: GraphQLSchema; open: GraphQLSchema } =>
    buildLocked({
      auth: createFakeEmailAuth(),
      mutations: {
        ...{ requestLoginCode: isPublic, login: isPublic, refreshToken: isPublic, logout: isPublic },
        logoutEverywhere: { subGraphs: ['inside'] },
      },
      types: { LoginCodeRequest: isPublic, AuthTokens: isPublic },
    });

  it.each<[mutation: string, data: object]>([
    [
      'requestLoginCode(email: "ada@example.com") { challenge }',
      { requestLoginCode: { challenge: 'proof' } },
    ],
    ['login(email: "ada@example.com", code: "123456") { accessToken }', { login: { accessToken: 'access' } }],
    ['refreshToken(token: "refresh") { accessToken }', { refreshToken: { accessToken: 'access' } }],
    ['logout(token: "refresh")', { logout: true }],
  ])('does not lock %s', async (mutation, data) => {
    const { whole, open: outside } = build();
    for (const schema of [whole, outside]) {
      expect(await run(schema, `mutation { ${mutation} }`, asNobody())).toEqual({ data });
    }
  });

  it('is as valid in the graph outside, which has what it is given', () => {
    const { open: outside } = build();
    expect(validateSchema(outside)).toEqual([]);
    expect(Object.keys(outside.getMutationType()?.getFields() ?? {}).sort()).toEqual([
      ...['login', 'logout', 'refreshToken', 'requestLoginCode'],
    ]);
  });
});

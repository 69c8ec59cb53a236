import type { GraphQLSchema } from 'graphql';
import { expect } from 'vitest';
import type { AuthState } from '../../../src/index.js';
import { listen, run } from '../../pothos/run.js';
import { createFeed } from '../../support/event-streams.js';
import { ada, bearer, eve, home } from '../actors.js';
import type { Guarantee } from '../guarantee.js';
import { streamSchema } from '../stream-schema.js';

const schemaOf = streamSchema(() => createFeed().events());

const doesNotCount = /does not count here|counts nowhere/;

/** Neither a field nor a stream nor a mutation of the schema takes the state. */
const expectWorthless = async (schema: GraphQLSchema, state: unknown) => {
  const context = { auth: state };
  const refused = { message: expect.stringMatching(doesNotCount) };
  expect(await run(schema, '{ hello me sessions { id } }', context)).toMatchObject({
    errors: [refused, refused],
  });
  expect(await run(schema, '{ me }', context)).toMatchObject({ data: { me: null }, errors: [refused] });
  expect(await listen(schema, 'subscription { marked }', context)).toMatchObject({
    errors: [refused],
  });
  const mutations = [
    'logoutEverywhere',
    `requestLoginCode(email: "${eve}") { expiresIn }`,
    `login(email: "${ada}", code: "000000") { expiresIn }`,
  ];
  for (const mutation of mutations) {
    const { errors } = await run(schema, `mutation { ${mutation} }`, context);
    expect(errors?.[0]?.message).toMatch(doesNotCount);
  }
};

const copies: Readonly<Record<string, (state: AuthState) => unknown>> = {
  spread: (state) => ({ ...state }),
  'spread, with more claims': (state) => ({ ...state, claims: { ...state.claims, role: 'admin' } }),
  inherited: (state) => Object.create(state),
  'sent as JSON': (state) => JSON.parse(JSON.stringify(state)),
  'made by hand': ({ claims }) => ({ ip: null, claims, token: null, failure: null }),
  'with all its properties, symbols too': (state) =>
    Object.defineProperties({}, Object.getOwnPropertyDescriptors(state)),
};

export const statesOfServices: readonly Guarantee[] = [
  {
    id: 'S7',
    must: `An auth state MUST count only in the schema of the service that made it`,
    attack: {
      'a state of another service, with the same key and the same cache': async ({ processes }) => {
        const [one, other] = processes();
        const { accessToken } = await one.logIn(ada);
        const [state, foreign] = [
          await one.auth.authenticate(accessToken, home),
          await other.auth.authenticate(accessToken, home),
        ];
        expect(foreign).toMatchObject({ claims: { sub: ada }, failure: null });
        const before = [one, other].map(({ events, mailbox }) => [events.length, mailbox.length]);
        const [schema, foreignSchema] = [schemaOf(one.auth), schemaOf(other.auth)];
        await expectWorthless(schema, foreign);
        await expectWorthless(foreignSchema, state);
        await Promise.all([one.auth.close(), other.auth.close()]);
        expect([one, other].map(({ events, mailbox }) => [events.length, mailbox.length])).toEqual(before);
        expect(await run(schema, '{ me }', { auth: state })).toEqual({ data: { me: ada } });
        expect(await run(foreignSchema, '{ me }', { auth: foreign })).toEqual({ data: { me: ada } });
      },
      'copies of a state of its own': async ({ processes }) => {
        const [{ auth, logIn }] = processes();
        const { accessToken } = await logIn(ada);
        const state = await auth.authenticate(accessToken, home);
        const schema = schemaOf(auth);
        for (const copy of Object.values(copies)) await expectWorthless(schema, copy(state));
        expect(await run(schema, '{ me }', { auth: state })).toEqual({ data: { me: ada } });
        expect(await auth.sessions(ada)).toHaveLength(1);
      },
      'a server that resolves its callers with another service than that of its schema': async (world) => {
        const [own] = world.processes();
        const server = await world.serve({ schemaOf: () => schemaOf(own.auth) });
        const { accessToken } = await server.logIn(ada);
        const answer = await server.http.query('{ hello me }', {}, bearer(accessToken));
        expect(answer).toMatchObject({ data: { me: null } });
        expect(answer.errors).toHaveLength(1);
        const honest = await world.serve({ schemaOf });
        const pair = await honest.logIn(ada);
        expect(await honest.http.query('{ me }', {}, bearer(pair.accessToken))).toEqual({
          data: { me: ada },
        });
      },
    },
  },
];

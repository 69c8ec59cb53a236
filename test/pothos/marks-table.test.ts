import { isDeepStrictEqual } from 'node:util';
import type { GraphQLSchema } from 'graphql';
import { Keyv } from 'keyv';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EmailAuth } from '../../src/email-auth.js';
import { pluginName } from '../../src/pothos/index.js';
import { createTestAuth, noLimits } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';
// @ts-expect-error: plain JavaScript
import { rows as allRows, buildRow, orders, otherPlugins } from './marks-table.mjs';
import { run } from './run.js';

/** One thing that can be marked. */
interface Row {
  readonly thing: string;
  /** The plugins without which there is no such thing. */
  readonly needs: readonly string[];
  readonly query: string;
  /** What those get who pass, and what the others get. */
  readonly passed: object;
  readonly refused?: object;
  /** Nobody is refused. */
  readonly open?: boolean;
  /** An `allow` cannot stand there. */
  readonly ungated?: boolean;
}

const rows: readonly Row[] = allRows;
const others: readonly string[] = otherPlugins;

const caller = { ip: '192.0.2.1' };
const names = [
  'anonymous',
  'expired',
  'revoked',
  'without a promised claim',
  'without the role',
  'valid',
] as const;
type Name = (typeof names)[number];

/** What becomes of each caller, where `allow` asks for a role. */
const outcomes: Readonly<Record<Name, string>> = {
  anonymous: 'UNAUTHENTICATED missing',
  expired: 'UNAUTHENTICATED expired',
  revoked: 'UNAUTHENTICATED revoked',
  'without a promised claim': 'UNAUTHENTICATED invalid',
  'without the role': 'FORBIDDEN',
  valid: 'passed',
};

/** A service, and the state of each caller: of real sessions. */
const meetEverybody = async () => {
  const cache = new Keyv();
  const before = createTestAuth({ cache, limits: noLimits });
  const { clock } = before;
  const { auth, logIn } = createTestAuth<{ role: string }>({
    ...{ cache, clock, limits: noLimits, expectedClaims: ['role'] },
    claims: (email) => ({ role: email === 'grace@example.com' ? 'user' : 'admin' }),
  });
  const stale = await logIn('stale@example.com');
  clock.advance(299);
  const ended = await logIn('ended@example.com');
  const old = await before.logIn('old@example.com');
  const user = await logIn('grace@example.com');
  const admin = await logIn('ada@example.com');
  await auth.logout(ended.refreshToken);
  clock.advance(1);
  const stateOf = async (token: string | null) => ({ auth: await auth.authenticate(token, caller) });
  const contexts: Readonly<Record<Name, object>> = {
    anonymous: await stateOf(null),
    expired: await stateOf(stale.accessToken),
    revoked: await stateOf(ended.accessToken),
    'without a promised claim': await stateOf(old.accessToken),
    'without the role': await stateOf(user.accessToken),
    valid: await stateOf(admin.accessToken),
  };
  return { auth, contexts };
};

let everybody: Awaited<ReturnType<typeof meetEverybody>>;
beforeAll(async () => {
  everybody = await meetEverybody();
});

type Build = (
  row: Row,
  plugins: readonly string[],
  auth: EmailAuth<{ role: string }>,
  gate: object,
) => {
  readonly schema: GraphQLSchema;
  readonly ran: string[];
};
const build: Build = buildRow;

/** What a caller is answered: `passed`, the one refusal of everything that was asked for, or the whole answer, where it is neither. */
const outcomeFor = async (row: Row, schema: GraphQLSchema, context: object): Promise<string> => {
  const answer = await run(schema, row.query, context);
  const codes = new Set(
    (answer.errors ?? []).map(({ extensions }) => [extensions?.code, extensions?.reason].join(' ').trim()),
  );
  const [code = 'passed'] = codes;
  const expected = code === 'passed' ? row.passed : row.refused;
  const fits = codes.size <= 1 && isDeepStrictEqual(answer.data, expected);
  return fits ? code : JSON.stringify(answer);
};

const outcomesOf = async (row: Row, plugins: readonly string[], gate: object) => {
  const { schema, ran } = build(row, plugins, everybody.auth, gate);
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    ran.length = 0;
    const outcome = await outcomeFor(row, schema, everybody.contexts[name]);
    found[name] = outcome !== 'passed' && ran.length > 0 ? `${outcome}, but ${ran.join()} ran` : outcome;
  }
  return found;
};

const isAdmin = { allow: ({ role }: { role: string }) => role === 'admin' };
const everyone = (outcome: string) => Object.fromEntries(names.map((name) => [name, outcome]));

const expectTable = async (row: Row, plugins: readonly string[]) => {
  const authenticated = { ...outcomes, 'without the role': 'passed' };
  expect(await outcomesOf(row, plugins, {})).toEqual(row.open ? everyone('passed') : authenticated);
  if (row.ungated) return;
  expect(await outcomesOf(row, plugins, isAdmin)).toEqual(row.open ? everyone('passed') : outcomes);
};

const alone: readonly (readonly string[])[] = [
  [],
  ...others.map((plugin) => [plugin]),
  ...[
    ['prisma', 'relay'],
    ['drizzle', 'relay'],
  ],
];

describe.each(alone.map((plugins) => ({ plugins, with: plugins.join(' and ') || 'nothing else' })))(
  'the mark, with $with',
  ({ plugins }) => {
    const possible = rows.filter(({ needs }) => needs.every((plugin) => plugins.includes(plugin)));
    const own = possible.filter(({ needs }, index) => index < 2 || needs.length === plugins.length);

    it.each(howMuch({ quick: own, slow: possible }))(
      'on $thing holds for every caller, in both orders',
      async (row) => {
        await expectTable(row, [pluginName, ...plugins]);
        await expectTable(row, [...plugins, pluginName]);
      },
    );
  },
);

describe.each((orders as string[][]).map((plugins) => ({ plugins })))(
  'the mark, with the plugins $plugins',
  ({ plugins }) => {
    it.each(rows)('on $thing holds for every caller', async (row) => {
      await expectTable(row, plugins);
    });
  },
);

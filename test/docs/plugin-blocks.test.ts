import { createYoga } from 'graphql-yoga';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startHttpServer } from '../support/http-server.js';
import { signingKey } from '../support/service.js';
import { runBlock } from './run-block.js';
import { readTerminal } from './serve-auth.js';

const { afterwards } = useCleanUps();
const email = 'ada@example.com';
const exported = { 'const auth =': 'export const auth =', 'const builder =': 'export const builder =' };

interface Exports {
  readonly auth: EmailAuth;
  // biome-ignore lint/suspicious/noExplicitAny: a test adds what the page leaves out
  readonly builder: any;
}

beforeEach(() => vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', signingKey));
afterEach(() => vi.restoreAllMocks());

/** The schema of a block in a real Yoga. */
const serve = async ({ auth, builder }: Exports, context: object = {}) => {
  const yoga = createYoga({
    ...{ schema: builder.toSchema(), plugins: [useEmailAuth(auth)], context },
    logging: false,
  });
  const http = await startHttpServer(yoga);
  afterwards(http.stop);
  return http;
};

describe('docs/fields.md', () => {
  const open = async () => {
    const terminal = readTerminal();
    const block = await runBlock<Exports>('docs/fields.md', 'noteOf', exported);
    const { query } = await serve(block, { db: new Map([[email, 'buy milk']]) });
    const { challenge } = (await query(`mutation { requestLoginCode(email: "${email}") { challenge } }`)).data
      .requestLoginCode;
    await block.auth.close();
    const input = `email: "${email}", code: "${terminal.codeFor(email)}", challenge: "${challenge}"`;
    const { data } = await query(`mutation { signIn(${input}) { __typename accessToken } }`);
    return { query, signIn: data.signIn };
  };

  it('lets everybody into fields without a mark, and who is logged in into the others', async () => {
    const { query, signIn } = await open();
    const stranger = await query('{ hello me note }');
    expect(stranger.data).toEqual({ hello: 'Hello, stranger!', me: null, note: null });
    const codes = stranger.errors?.map(({ extensions }) => extensions.code);
    expect(codes).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    const { data } = await query('{ hello me note }', {}, { authorization: `Bearer ${signIn.accessToken}` });
    expect(data).toEqual({ hello: `Hello, ${email}!`, me: email, note: 'buy milk' });
  });

  it('renames a mutation and a type, and leaves a mutation out', async () => {
    const { query, signIn } = await open();
    expect(signIn.__typename).toBe('Tokens');
    const { data } = await query('{ __schema { mutationType { fields { name description } } } }');
    const fields: { name: string; description: string }[] = data.__schema.mutationType.fields;
    expect(fields.map(({ name }) => name).sort()).toEqual([
      ...['logout', 'refreshToken', 'requestLoginCode', 'signIn'],
    ]);
    expect(fields.find(({ name }) => name === 'signIn')?.description).toBe('Come in.');
  });
});

describe('docs/guard.md', () => {
  it('asks for a captcha when somebody needs many tries, and takes it as an argument', async () => {
    const isSolved = vi.fn(
      async (captcha: string | null | undefined, _signal: AbortSignal) => captcha === 'solved',
    );
    vi.stubGlobal('isSolved', isSolved);
    readTerminal();
    const block = await runBlock<Exports>('docs/guard.md', 'isSolved', exported);
    block.builder.queryType({
      fields: (t: { string(field: object): unknown }) => ({ hello: t.string({ resolve: () => 'Hello!' }) }),
    });
    const { query } = await serve(block);
    const request = (address: string, args = '') =>
      query(`mutation { requestLoginCode(email: "${address}"${args}) { codeLength } }`);
    const login = async (args = '') =>
      (await query(`mutation { login(email: "${email}", code: "000000"${args}) { expiresIn } }`)).errors?.[0]
        ?.extensions;
    expect((await request(email)).data.requestLoginCode.codeLength).toBe(6);
    for (let count = 0; count < 5; count += 1) expect(await login()).toEqual({ code: 'INVALID_LOGIN_CODE' });
    expect(isSolved).not.toHaveBeenCalled();
    const refused = { code: 'REQUEST_REFUSED', reason: 'captcha' };
    expect(await login()).toEqual(refused);
    expect(await login(', captcha: "wrong"')).toEqual(refused);
    expect(await login(', captcha: "solved"')).toEqual({ code: 'INVALID_LOGIN_CODE' });
    // Half of the addresses that one network may ask for.
    const errorOf = async (count: number, args = '') =>
      (await request(`user${count}@example.com`, args)).errors?.[0]?.extensions;
    for (let count = 2; count <= 5; count += 1) expect(await errorOf(count)).toBeUndefined();
    expect(await errorOf(6)).toEqual(refused);
    expect(await errorOf(6, ', captcha: "solved"')).toBeUndefined();
    const captchas = isSolved.mock.calls.map(([captcha]) => captcha ?? null);
    expect(captchas).toEqual([null, 'wrong', 'solved', null, 'solved']);
    for (const [, signal] of isSolved.mock.calls) expect(signal).toBeInstanceOf(AbortSignal);
  });
});

import { printSchemaWithDirectives } from '@graphql-tools/utils';
import type SchemaBuilder from '@pothos/core';
import { describe, expect, it } from 'vitest';
import type { EmailAuth, WithAuth } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { serveBuilder } from './serve-builder.js';
import { useTerminal } from './use-terminal.js';

const { afterwards } = useCleanUps();
const { logIn } = useTerminal();
const ada = 'ada@example.com';

type Claims = { role: 'admin' | 'user' };
interface Marks {
  readonly auth: EmailAuth<Claims>;
  readonly builder: InstanceType<typeof SchemaBuilder<WithAuth<{ AuthClaims: Claims }>>>;
  readonly note: never;
}

const open = async () => {
  const { auth, builder, note } = await runAmong<Marks>(blockOf('docs/marks.md', "objectRef<Note>('Note')"), {
    exports: ['auth', 'builder', 'note'],
  });
  builder.queryFields((t) => ({
    // Not marked by itself.
    plain: t.string({ resolve: () => 'plain' }),
    draft: t.field({ type: note, authenticated: false, resolve: () => ({ text: 'secret' }) as never }),
  }));
  const server = await serveBuilder(auth, builder);
  afterwards(server.stop);
  return { auth, ...server };
};
const refused = (path: readonly string[]) => ({
  path,
  extensions: { code: 'UNAUTHENTICATED', reason: 'missing' },
});

describe('the schema of docs/marks.md', () => {
  it('answers a stranger with what opts out, and with nothing else', async () => {
    const { ask } = await open();
    expect(
      await ask('{ hello __typename plain notes { text } draft { length text __typename } }'),
    ).toMatchObject({
      data: {
        hello: 'Hello!',
        ...{ __typename: 'Query', plain: null, notes: null },
        draft: { length: 6, text: null, __typename: 'Note' },
      },
      errors: [refused(['plain']), refused(['notes']), refused(['draft', 'text'])],
    });
  });

  it('answers whoever has logged in by the mutations, which stay open', async () => {
    const { ask, auth } = await open();
    const { data } = await ask(`mutation { requestLoginCode(email: "${ada}") { codeLength } }`);
    expect(data.requestLoginCode).toEqual({ codeLength: 6 });
    const { accessToken } = await logIn(auth, 'eve@example.com');
    expect(await ask('{ plain notes { text length } draft { text } }', accessToken)).toEqual({
      data: {
        plain: 'plain',
        notes: [{ text: 'of eve@example.com', length: 18 }],
        draft: { text: 'secret' },
      },
    });
  });

  it('is printed with the marks, on the fields where one of them opted out', async () => {
    const { schema } = await open();
    const printed = printSchemaWithDirectives(schema);
    expect(printed).toMatch(/text: String @authenticated/);
    expect(printed).toMatch(/notes: \[Note!\] @authenticated/);
    for (const open of ['hello: String', 'length: Int', 'draft: Note'])
      expect(printed).toMatch(new RegExp(`^ *${open}$`, 'm'));
    expect(printed).toMatch(/type Note \{/);
  });
});

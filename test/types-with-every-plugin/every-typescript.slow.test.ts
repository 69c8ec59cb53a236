import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { installIn } from '../tools/install.mjs';

const root = join(import.meta.dirname, '../..');
const compilers = join(root, 'test/tools/typescripts');

beforeAll(() => {
  const sentence =
    'The other versions of TypeScript could not be installed: run npm ci in test/tools/typescripts.';
  installIn(compilers, 'typescript-6', sentence);
});

const versions: readonly [version: string, folder: string][] = [
  ['5.9', join(compilers, 'node_modules/typescript-5.9')],
  ['6', join(compilers, 'node_modules/typescript-6')],
  ['7', join(root, 'node_modules/typescript')],
];

/** What a compiler says. */
const compile = async (folder: string, ...args: string[]): Promise<string> => {
  const run = promisify(execFile)(process.execPath, [join(folder, 'bin/tsc'), ...args], { cwd: root });
  const { stdout } = await run.catch((failed: { stdout: string }) => failed);
  return stdout;
};

/** What a compiler says of some code. */
const compileCode = async (compiler: string, code: string, ...args: string[]): Promise<string> => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  try {
    writeFileSync(join(folder, 'schema.ts'), code);
    const config = { extends: '../../../tsconfig.json', include: ['schema.ts'], exclude: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    return await compile(compiler, '-p', folder, ...args);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

// Of six builders, three are wrong; the others are not: claims may say more than AuthClaims, and have one of the roles.
const services = `import SchemaBuilder from '@pothos/core';
import EmailAuthPlugin, { createEmailAuth, type WithAuth } from 'pothos-plugin-email-auth';
type Types = WithAuth<{ AuthClaims: { role: 'admin' | 'user' } }>;
const wrong = createEmailAuth({ claims: (email) => ({ role: email }) });
const right = createEmailAuth({ claims: () => ({ role: 'user' as const, team: 1 }) });
new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth: wrong });
new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth: { auth: wrong } });
new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth: { auth: wrong, protect: 'all' } });
new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth: right });
new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth: { auth: right } });
new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth: { auth: right, protect: 'all' } });
`;

describe.each(versions)('TypeScript %s', (_, folder) => {
  it('says in one line which claims there are, and which AuthClaims wants', async () => {
    const said = await compileCode(folder, services);
    // Further lines, which are indented, explain.
    const errors = said.split('\n').filter((line) => /^\S/.test(line));
    const line =
      /'EmailAuth<.*\{ role: string; \}.* is not assignable .*'EmailAuth<\{ role: "admin" \| "user"; \}, object>/;
    expect(errors).toEqual(Array(3).fill(expect.stringMatching(line)));
  });

  it('takes a schema with every plugin, and narrows in it', async () => {
    expect(await compile(folder, '-p', import.meta.dirname)).toBe('');
  });
});

// What the middle one would find, its neighbours do.
describe.each(versions.filter(([version]) => version !== '6'))('TypeScript %s', (_, folder) => {
  it('finds nothing wrong in the declarations of the package', async () => {
    const said = await compile(folder, '-p', join(import.meta.dirname, 'declarations'));
    expect(said.split('\n').filter((line) => line.startsWith('dist/'))).toEqual([]);
  });
});

type Style = 'none' | 'chain' | 'option';

const heads: Readonly<Record<Style, string>> = {
  none: 'const builder = new SchemaBuilder<{ Context: { db: string } }>({});',
  chain: `import EmailAuthPlugin, { type EmailAuth, type WithAuth } from 'pothos-plugin-email-auth';
declare const emailAuth: EmailAuth<{ role: 'admin' | 'user' }>;
type Types = WithAuth<{ Context: { db: string }; AuthClaims: { role: 'admin' | 'user' } }, 'chain'>;
const builder = new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth });`,
  option: `import EmailAuthPlugin, { type EmailAuth, type WithAuth } from 'pothos-plugin-email-auth';
declare const emailAuth: EmailAuth<{ role: 'admin' | 'user' }>;
type Types = WithAuth<{ Context: { db: string }; AuthClaims: { role: 'admin' | 'user' } }>;
const builder = new SchemaBuilder<Types>({ plugins: [EmailAuthPlugin], emailAuth });`,
};

const markedField: Readonly<Record<Style, string>> = {
  none: 't.string({ resolve: (parent, args, ctx) => [parent.id, args.first, ctx.db].join(), args: { first: t.arg.int() } })',
  chain:
    't.authenticated.string({ resolve: (parent, args, ctx) => [parent.id, args.first, ctx.auth.claims.role].join(), args: { first: t.arg.int() } })',
  option:
    't.string({ authenticated: true, resolve: (parent, args, ctx) => [parent.id, args.first, ctx.auth.claims.role].join(), args: { first: t.arg.int() } })',
};

const typesOf = (style: Style): string =>
  Array.from(
    { length: 300 },
    (_, i) => `builder.objectRef<{ id: string; count: number }>('Type${i}').implement({
  fields: (t) => ({
    id: t.exposeID('id'),
    count: t.exposeInt('count'),
    marked: ${markedField[style]},
    open: t.int({ args: { of: t.arg.string({ required: true }) }, resolve: ({ count }, { of }, ctx) => count + of.length + ctx.db.length }),
  }),
});`,
  ).join('\n');

/** How much work the types of a schema of 300 types are. */
const instantiationsOf = async (style: Style): Promise<number> => {
  const code = `import SchemaBuilder from '@pothos/core';\n${heads[style]}\n${typesOf(style)}\n`;
  const newest = join(root, 'node_modules/typescript');
  const said = await compileCode(newest, code, '--extendedDiagnostics', '--checkers', '1');
  expect(said).not.toContain('error');
  return Number(/Instantiations:\s+(\d+)/.exec(said)?.[1]);
};

describe('the work of the compiler, in a schema of 300 types', () => {
  it('grows little by the chain, and more by the option', async () => {
    const none = await instantiationsOf('none');
    const chain = (await instantiationsOf('chain')) / none;
    const option = (await instantiationsOf('option')) / none;
    console.info(
      `instantiations: chain ${chain.toFixed(2)}, option ${option.toFixed(2)} of those without the plugin`,
    );
    expect(chain).toBeLessThan(1.1);
    expect(option).toBeLessThan(1.45);
    expect(option).toBeGreaterThan(chain);
  }, 240_000);
});

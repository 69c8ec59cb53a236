import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: plain JavaScript
import { installIn } from '../tools/install.mjs';

const root = join(import.meta.dirname, '../..');
const compilers = join(root, 'test/tools/typescripts');

beforeAll(() => {
  const sentence =
    'The other versions of TypeScript could not be installed: run npm ci in test/tools/typescripts.';
  installIn(compilers, 'typescript-6', sentence);
}, 120_000);

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

describe.each(versions)('TypeScript %s', (_, folder) => {
  it('takes a schema with every plugin, and narrows in it', async () => {
    expect(await compile(folder, '-p', import.meta.dirname)).toBe('');
  }, 120_000);
});

// What the middle one would find, its neighbours do.
describe.each(versions.filter(([version]) => version !== '6'))('TypeScript %s', (_, folder) => {
  it('finds nothing wrong in the declarations of the package', async () => {
    const said = await compile(folder, '-p', join(import.meta.dirname, 'declarations'));
    expect(said.split('\n').filter((line) => line.startsWith('dist/'))).toEqual([]);
  }, 120_000);
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
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  try {
    const code = `import SchemaBuilder from '@pothos/core';\n${heads[style]}\n${typesOf(style)}\n`;
    writeFileSync(join(folder, 'schema.ts'), code);
    const config = { extends: '../../../tsconfig.json', include: ['schema.ts'], exclude: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const said = await compile(
      join(root, 'node_modules/typescript'),
      '-p',
      folder,
      '--extendedDiagnostics',
      '--checkers',
      '1',
    );
    expect(said).not.toContain('error');
    return Number(/Instantiations:\s+(\d+)/.exec(said)?.[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
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

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { installIn } from '../tools/install.mjs';

const root = join(import.meta.dirname, '../..');
const compilers = join(root, 'test/tools/typescripts');

beforeAll(() => {
  const sentence =
    'The other versions of TypeScript could not be installed: run npm ci in test/tools/typescripts.';
  installIn(compilers, 'typescript-5.4', sentence);
});

const versions: readonly [version: string, folder: string][] = [
  // The oldest that has `NoInfer`, which keeps the claims of a service exact.
  ['5.4', join(compilers, 'node_modules/typescript-5.4')],
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

/** What a compiler says of some code, which finds the package by its own name: through its `exports`, as in a host. */
const compileCode = async (
  compiler: string,
  file: string,
  code: string,
  ...args: string[]
): Promise<string> => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  try {
    writeFileSync(join(folder, file), code);
    const config = { extends: '../../types-with-every-plugin/tsconfig.json', include: [file] };
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
    const said = await compileCode(folder, 'schema.ts', services);
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

/** A line for each entry of the package. */
const everyEntry = (): string => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
  const lines = entries.map(
    (entry, i) =>
      `export * as entry${i} from 'pothos-plugin-email-auth${entry.slice(1).replace('*', 'de')}';\n`,
  );
  return lines.join('');
};

// What TypeScript 6 would find, its neighbours do.
const withoutTheMiddle = versions.filter(([version]) => version !== '6');
const modules = [
  ['ES modules, node16', 'use.mts', 'node16', 'node16'],
  // Not the same, where a package is an ES module alone.
  ['CommonJS, node16', 'use.cts', 'node16', 'node16'],
] as const;
const cases = withoutTheMiddle.flatMap(([version, folder]) =>
  modules.map(([name, ...module]) => [version, name, folder, ...module] as const),
);

describe('the declarations of the package, with those of others', () => {
  it.each(cases)(
    'hold no mistake for TypeScript %s in %s',
    async (_, _name, folder, file, module, resolution) => {
      const flags = ['--skipLibCheck', 'false', '--lib', 'es2023,dom,dom.iterable'];
      const said = await compileCode(
        folder,
        file,
        everyEntry(),
        ...flags,
        ...['--module', module, '--moduleResolution', resolution],
      );
      // The packages of others have mistakes of their own.
      const ours = said.split('\n').filter((line) => /^\S/.test(line) && !line.startsWith('node_modules/'));
      expect(ours).toEqual([]);
    },
  );
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
  const said = await compileCode(newest, 'schema.ts', code, '--extendedDiagnostics', '--checkers', '1');
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

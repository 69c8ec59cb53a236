import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type DocumentNode, type GraphQLSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { readSources } from '../rules/modules.js';
import { rowsOf } from '../standards/tables.js';
import { signingKey } from '../support/service.js';
import { type Block, blocksIn, docs, readme, root, servers } from './pages.js';

/** Rejects where a file does not compile, with what the compiler says. */
const compile = async (files: Readonly<Record<string, string>>, compilerOptions: object = {}) => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  try {
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
    cpSync(join(import.meta.dirname, 'hosts.d.ts'), join(folder, 'hosts.d.ts'));
    const include = [...Object.keys(files), 'hosts.d.ts'];
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.json', compilerOptions, include }),
    );
    const tsc = promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['--singleThreaded', '-p', folder]);
    await tsc.catch(({ stdout }: { stdout: string }) => Promise.reject(new Error(stdout)));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const [{ code: server }] = servers as [Block];
/** What pages import as `./server.js`, "those of the README". */
const serverModule = `${server}\nexport { auth, builder, yoga };\nexport const schema = builder.toSchema();\n`;

/** A block as a file of its own. One that imports nothing goes on where the server of the README ends. */
const fileOf = ({ code }: Block): string =>
  /^import /m.test(code) ? code : `${server}\n${code}\nexport {};\n`;
const nameOf = ({ where }: Block): string => `${where.replaceAll(/\W+/g, '-')}.ts`;

describe('the code of README and docs', () => {
  it('compiles, all of it', async () => {
    const blocks = blocksIn('ts');
    expect(blocks.length).toBeGreaterThan(20);
    const files = Object.fromEntries(blocks.map((block) => [nameOf(block), fileOf(block)]));
    expect(Object.keys(files)).toHaveLength(blocks.length);
    await compile({ ...files, 'server.ts': serverModule }, { noUnusedLocals: false });
  }, 60_000);

  it('is in a language that is looked at, or is a command or a configuration', () => {
    const languages = [readme, ...docs].flatMap(({ blocks }) => blocks.map(({ language }) => language));
    expect([...new Set(languages)].sort()).toEqual(['graphql', 'nginx', 'sh', 'ts']);
  });

  const schema: GraphQLSchema = createApp({ signingKey, delivery: async () => {} }).schema;
  /** The operations of a block, as documents of their own. */
  const operationsIn = (code: string): DocumentNode[] => {
    const document = parse(code);
    return document.definitions.map((definition) => ({ ...document, definitions: [definition] }));
  };
  it.each(blocksIn('graphql'))('asks for what the schema has: $where', ({ code }) => {
    expect(operationsIn(code).flatMap((operation) => validate(schema, operation))).toEqual([]);
  });
});

describe('the README', () => {
  it('shows a login and code before line 15', () => {
    const first = readme.blocks.filter(({ line }) => line < 15).map(({ language }) => language);
    expect(first).toEqual(['graphql', 'ts']);
    expect(readme.text.split('\n').length).toBeLessThanOrEqual(250);
  });

  it('has a complete server of at most 40 lines, which compiles', async () => {
    expect(servers).toHaveLength(1);
    expect(server.trim().split('\n').length).toBeLessThanOrEqual(40);
    await compile({ 'server.ts': server });
  }, 60_000);
});

describe('a page of docs', () => {
  const short = docs.filter(({ path }) => path !== 'docs/standards.md');

  it.each(short)('shows code first, and has at most 80 lines: $path', ({ text, blocks }) => {
    expect(blocks[0]?.line).toBeLessThanOrEqual(5);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(80);
  });

  it.each(docs)('is linked from the README: $path', ({ path }) => {
    expect(readme.text).toContain(`](${path})`);
  });
});

describe('links', () => {
  const others = ['SECURITY.md', 'CONTRIBUTING.md'].map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
  it.each([readme, ...docs, ...others])('lead to files that are there: $path', ({ path, text }) => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(resolve(root, dirname(path), link)))).toEqual([]);
  });
});

describe('the tables of options', () => {
  const sources = [...readSources().values()];
  /** The names that an interface of the source has. */
  const namesIn = (type: string): string[] => {
    const source = sources.find(
      (text) => text.includes(`export interface ${type} `) || text.includes(`export interface ${type}<`),
    );
    const [, rest = ''] = source?.split(new RegExp(`export interface ${type}\\b`)) ?? [];
    const [body = ''] = rest.split('\n}');
    return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??:/gm)].map(([, name = '']) => name);
  };
  /** The options that have options of their own. */
  const parts: Readonly<Record<string, string>> = {
    accessToken: 'AccessTokenOptions',
    refreshToken: 'RefreshTokenOptions',
    sessions: 'SessionsOptions',
    jwt: 'JwtOptions',
    loginCode: 'LoginCodeOptions',
    limits: 'LimitsOptions',
    delivery: 'DeliveryOptions',
    identity: 'IdentityOptions',
  };
  const options = namesIn('EmailAuthOptions').flatMap((name) => {
    const type = parts[name];
    return type ? namesIn(type).map((part) => `${name}.${part}`) : [name];
  });

  const optionRows = (text: string) =>
    rowsOf(text, /^`[\w.]+`$/).map(([name = '', standard = '']) => [name.replaceAll('`', ''), standard]);
  const textOf = (path: string): string => docs.find((page) => page.path === path)?.text ?? '';
  const listed = optionRows(textOf('docs/options.md'));

  it('list every option of createEmailAuth, and nothing else', () => {
    expect(options.length).toBeGreaterThan(45);
    expect(listed.map(([name]) => name)).toEqual(options);
  });

  it('list every option of the plugin', () => {
    const rows = optionRows(textOf('docs/fields.md')).map(([name]) => name);
    expect(rows.slice(0, 8)).toEqual(namesIn('EmailAuthPluginOptions'));
  });

  it('say the same defaults in the README', () => {
    const [, section = ''] = readme.text.split('\n## Options\n');
    const rows = optionRows(section.split('\n## ')[0] ?? '').filter(([name]) => name !== 'limits');
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows.filter(([name]) => name !== 'delivery')) expect(listed).toContainEqual(row);
  });
});

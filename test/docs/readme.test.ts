import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type DocumentNode, type GraphQLSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { readSources } from '../rules/modules.js';
import { rowsOf } from '../standards/tables.js';
import { signingKey } from '../support/service.js';
import { compile } from './compile.js';
import { clientModule, serverModule } from './modules.js';
import { type Block, blocksIn, docs, readme, root, servers } from './pages.js';

const [{ code: server }] = servers as [Block];
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
    await compile(
      { ...files, 'server.ts': serverModule, 'client.ts': clientModule },
      { noUnusedLocals: false },
    );
  });

  it('is in a language that is looked at, or is a command or a configuration', () => {
    const languages = [readme, ...docs].flatMap(({ blocks }) => blocks.map(({ language }) => language));
    expect([...new Set(languages)].sort()).toEqual([
      'graphql',
      'js',
      'json',
      'nginx',
      'python',
      'sh',
      'ts',
      'yaml',
    ]);
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
  });

  it('begins to listen in its last line, which pages leave out', () => {
    expect(server).toMatch(/\ncreateServer\(yoga\)\.listen\(4000\);\n$/);
    expect(serverModule).not.toMatch(/listen/);
    for (const name of ['auth', 'schema', 'yoga']) expect(serverModule).toContain(`export const ${name} = `);
    expect(readme.text).toContain('imports `./server.js`, it means this file without its last line.');
  });
});

describe('a page of docs', () => {
  const long = ['docs/standards.md', 'docs/options.md', 'docs/from-jwt-email-auth.md'];
  const short = docs.filter(({ path }) => !long.includes(path));

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
    cookies: 'CookieOptions',
    loginCode: 'LoginCodeOptions',
    limits: 'LimitsOptions',
    delivery: 'DeliveryOptions',
    mail: 'MailOptions',
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
    expect(rows.slice(0, 9)).toEqual(namesIn('EmailAuthPluginOptions'));
  });

  it('list every option of verifyAccessToken', () => {
    expect(optionRows(textOf('docs/verify.md')).map(([name]) => name)).toEqual(namesIn('VerifyOptions'));
  });

  it('say the same defaults in the README', () => {
    const [, section = ''] = readme.text.split('\n## Options\n');
    const rows = optionRows(section.split('\n## ')[0] ?? '').filter(([name]) => name !== 'limits');
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows.filter(([name]) => name !== 'delivery')) expect(listed).toContainEqual(row);
  });
});

// What an entry of the built package loads when it is imported: files of ours, each of which costs a process at its start,
// and packages. What is loaded later, with `import()`, does not count.
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, staticImportsOf } from './built.js';

const dist = resolve(import.meta.dirname, '../../dist');

/** An entry, with the most files that it may load, itself among them, and the packages that it loads, and no other. */
const entries: readonly (readonly [entry: string, files: number, packages: readonly string[]])[] = [
  [
    'index',
    5,
    ['@formatjs/intl-localematcher', '@pothos/core', 'bowser', 'cookie', 'graphql', 'leven', 'lru-cache'],
  ],
  ['yoga/index', 4, ['@formatjs/intl-localematcher', 'bowser', 'cookie', 'leven', 'lru-cache']],
  [
    'delivery/nodemailer/index',
    4,
    ['@formatjs/intl-localematcher', 'bowser', 'cookie', 'leven', 'lru-cache', 'nodemailer'],
  ],
  ['mail/index', 2, ['@formatjs/intl-localematcher', 'bowser', 'leven', 'lru-cache']],
  ['testing/index', 4, ['@formatjs/intl-localematcher', 'bowser', 'cookie', 'leven', 'lru-cache']],
  ['opentelemetry/index', 2, ['@opentelemetry/api']],
  ['verify/index', 2, ['jose']],
  ['client/index', 6, []],
  ['client/urql', 4, []],
  ['client/apollo', 4, ['@apollo/client']],
  ['client/graphql-ws', 4, []],
  ['client/graphql-sse', 4, []],
  ['client/login-code', 7, []],
  ['client/languages/de', 1, []],
];

/** Our files that an entry loads, and the packages. */
const follow = async (entry: string) => {
  const [files, packages] = [new Set<string>(), new Set<string>()];
  const visit = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    files.add(path);
    for (const imported of staticImportsOf(await readFile(path, 'utf8'))) {
      if (imported.startsWith('.')) await visit(join(dirname(path), imported));
      else packages.add(imported.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? '');
    }
  };
  await visit(entry);
  return { files, packages: [...packages].filter((name) => !name.startsWith('node:')).sort() };
};

describe.each(['esm', 'cjs'])('the %s build', (format) => {
  it.each(entries)('loads for %s at most %i files, and its packages', async (entry, most, expected) => {
    const { files, packages } = await follow(join(dist, format, `${entry}.js`));
    // The bundler's own helpers are a file of the CommonJS build.
    const ours = [...files].filter((path) => !path.endsWith('/rolldown-runtime.js'));
    expect(ours.length).toBeLessThanOrEqual(most);
    expect(packages).toEqual(expected);
  });

  it('holds each module once, so that a class is the same from all entries', async () => {
    const files = await filesOf(join(dist, format));
    const modules = files.flatMap(({ code }) => code.match(/^\/\/ src\/.*\.ts$/gm) ?? []);
    expect(modules.length).toBeGreaterThan(300);
    expect(modules.filter((path, index) => modules.indexOf(path) !== index)).toEqual([]);
  });

  it.runIf(format === 'cjs')('is strict in every file', async () => {
    const files = await filesOf(join(dist, format));
    expect(files.filter(({ code }) => !code.startsWith('"use strict";\n')).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('holds what every server loads in ASCII', async () => {
    const server = await readFile(join(dist, format, 'chunks/server.js'));
    expect(server.filter((byte) => byte > 127).length).toBe(0);
    expect(server.includes('src/flows/login.ts')).toBe(true);
  });

  it('can be read: it is not minified, and what is exported has its comment', async () => {
    const code = await readFile(join(dist, format, 'yoga/index.js'), 'utf8');
    expect(code).toMatch(
      /\* Adds `ctx\.auth` to the context of every operation(?:.*\n){5,15}const useEmailAuth = \(/,
    );
    expect(code.split('\n').filter((line) => line.length > 1000)).toEqual([]);
  });
});

// `require` takes an ES module, which jose and leven are, in Node 20 from 20.19 on, in Node 22 from 22.12 on, and not in 21:
// https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
it('is promised to no Node in which its CommonJS build does not load', async () => {
  const { engines } = JSON.parse(await readFile(resolve(dist, '../package.json'), 'utf8'));
  expect(engines.node).toBe('^20.19.0 || >=22.12.0');
});

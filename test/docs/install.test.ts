import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blockOf, docs, root } from './pages.js';

const { name, peerDependencies, peerDependenciesMeta, devDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const required = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);

const packagesOf = (command: string): string[] =>
  command
    .trim()
    .split(/\s+/)
    .filter((word) => !/^(npm|install|-.*)$/.test(word));
/** The packages that blocks import, without those of Node and the files beside them. */
const importedBy = (path: string): string[] => {
  const code = docs.find((page) => page.path === path)?.blocks.map((block) => block.code) ?? [];
  const all = [...code.join('\n').matchAll(/^import (?:[^']*from )?'((?:@[^/']+\/)?[^./'@][^/']*)/gm)];
  return [...new Set(all.map(([, specifier = '']) => specifier))].filter(
    (found) => !found.startsWith('node:'),
  );
};
const isKnown = (found: string): boolean => found === name || found in devDependencies;

describe('the packages that a page has installed', () => {
  it('are all that docs/sign-in.md imports, and all peers', () => {
    const installed = packagesOf(blockOf('docs/sign-in.md', 'npm install').code);
    const imported = importedBy('docs/sign-in.md');
    expect(imported).toEqual(expect.arrayContaining([name, '@pothos/core', 'graphql-yoga', 'react']));
    expect(installed).toEqual(expect.arrayContaining([...imported, ...required]));
    expect(installed.filter((each) => !isKnown(each))).toEqual([]);
    expect(installed).toHaveLength(new Set(installed).size);
  });

  it.each([
    ['docs/redis.md', ['@keyv/redis']],
    [
      'docs/watching.md',
      ['@opentelemetry/api', '@opentelemetry/sdk-metrics', '@opentelemetry/exporter-prometheus'],
    ],
  ])('are what %s needs beside the server of the README', (path, needed) => {
    const [, command = ''] =
      /`(npm install [^`]+)`/.exec(docs.find((page) => page.path === path)?.text ?? '') ?? [];
    expect(packagesOf(command)).toEqual(needed);
    expect(importedBy(path)).toEqual(expect.arrayContaining(needed));
    expect(needed.filter((each) => !isKnown(each))).toEqual([]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Modules by path below src, with the specifiers that they import. */
export type Modules = ReadonlyMap<string, readonly string[]>;

const specifier =
  /(?:import|export)\s[^'"`;]*?from\s*'([^']+)'|import\s*'([^']+)'|import\(\s*'([^']+)'\s*\)/g;

/** What a source file imports: types, re-exports and dynamic imports too. */
export const importsOf = (source: string): string[] =>
  [...source.matchAll(specifier)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');

/** The file that a relative specifier means, below src; packages stay as they are. */
export const targetOf = (importer: string, imported: string): string =>
  imported.startsWith('.') ? join(dirname(importer), imported).replace(/\.js$/, '.ts') : imported;

/** Modules that reach themselves. */
export const cyclic = (modules: Modules): string[] => {
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    (modules.get(from) ?? []).some((imported) => {
      const target = targetOf(from, imported);
      if (target === goal) return true;
      if (seen.has(target)) return false;
      seen.add(target);
      return reaches(target, goal, seen);
    });
  return [...modules.keys()].filter((path) => reaches(path, path, new Set()));
};

export const srcDir = resolve(import.meta.dirname, '../../src');

/** All of src. */
export const readSources = (): ReadonlyMap<string, string> => {
  const files = readdirSync(srcDir, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  return new Map(files.map((path) => [path, readFileSync(join(srcDir, path), 'utf8')]));
};

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What a file of a build loads when it is loaded itself: an ES module or a CommonJS one, as the bundler writes them. All of it
 * stands at the beginning of a line; a lazy `import()` or `require()` stands in a function.
 */
export const staticImportsOf = (code: string): string[] => {
  const loads =
    /^(?:(?:import|export)\s(?:[^"'`;]*?\sfrom\s)?"([^"]+)"|(?:(?:const|let) \w+ = )?require\("([^"]+)"\));$/gm;
  return [...code.matchAll(loads)].map(([, imported, required]) => imported ?? required ?? '');
};

/** All files of code below a folder. */
export const filesOf = async (folder: string): Promise<{ path: string; code: string }[]> => {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.js')).sort();
  return Promise.all(paths.map(async (path) => ({ path, code: await readFile(join(folder, path), 'utf8') })));
};

// Bundles src into dist/esm and dist/cjs: a file for each entry of package.json, and few chunks that entries share. What a
// process loads at its start it pays for by the file, more than by the byte: see "from the start of the process" in
// BENCHMARKS.md. A chunk that is shared keeps a class, and the registration with Pothos, one in all entries.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const root = resolve(import.meta.dirname, '../..');
const source = (path) => join(root, 'src', path);

/** Whether a path is the one of package.json, where a star stands for a name. */
const isAt = (path, published) => {
  const [start, end = ''] = published.replace(/^\.\//, '').split('*');
  return published.includes('*') ? path.startsWith(start) && path.endsWith(end) : path === start;
};

/** The entries of package.json without folder and extension: `index`, `yoga/index`, `client/languages/de` … */
const entriesOf = (format) => {
  const { exports, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const condition = format === 'esm' ? 'import' : 'require';
  const published = Object.values(exports).flatMap((conditions) => conditions[condition]?.default ?? []);
  const isPublished = (path) => [...published, ...Object.values(bin)].some((entry) => isAt(path, entry));
  return readdirSync(source(''), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/').replace(/\.ts$/, ''))
    .filter((path) => isPublished(`dist/${format}/${path}.js`))
    .sort();
};

/** A plugin that knows, when everything is read, what a module needs from its start: without what `import()` loads. */
const readGraph = () => {
  const imported = new Map();
  const needs = (id, known = new Set()) => {
    if (known.has(id)) return known;
    known.add(id);
    for (const each of imported.get(id) ?? []) needs(each, known);
    return known;
  };
  return {
    name: 'read-graph',
    buildEnd() {
      for (const id of this.getModuleIds()) imported.set(id, this.getModuleInfo(id)?.importedIds ?? []);
    },
    /** @returns a test whether the module at `path`, from src, needs a module */
    neededBy: (path) => {
      let ids;
      return (id) => {
        ids ??= needs(source(path));
        return ids.has(id);
      };
    },
  };
};

/**
 * The chunks that entries share. The first that takes a module keeps it, so that `verify` and `mail` need nothing of the
 * chunk `server`: they are used without it. A chunk is never merged with another to save a file, because an entry would
 * then load packages that are not its own.
 */
const chunksOf = ({ neededBy }) => {
  const paths = {
    verify: 'verify/index.ts',
    mail: 'mail/index.ts',
    audit: 'audit/audit-schema.ts',
    server: 'index.ts',
  };
  return Object.entries(paths).map(([name, path]) => ({
    ...{ name, test: neededBy(path) },
    // What one entry alone needs stands in its own file.
    minShareCount: 2,
  }));
};

/**
 * Writes the chunk `server` in ASCII: Node reads that in half of the time, into half of the memory. The chunk with the words of
 * the mails stays as it is, to be read.
 */
const escapeServer = {
  name: 'escape-server',
  generateBundle(_, chunks) {
    const server = chunks['chunks/server.js'];
    if (server.code.includes('String.raw')) throw new Error('String.raw would show what is escaped');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them.
    server.code = server.code.replace(/[^\x00-\x7f]/g, (unit) => {
      return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
  },
};

/**
 * Writes the modules of a format: `esm` or `cjs`. The packages stay outside, the code is readable, and the comments of
 * what is exported stay in it.
 */
export const bundle = async (format) => {
  const graph = readGraph();
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(entriesOf(format).map((entry) => [entry, source(`${entry}.ts`)])),
    external: /^[^./]/,
    platform: 'neutral',
    tsconfig: join(import.meta.dirname, 'tsconfig.build.json'),
    plugins: [graph, escapeServer],
    onLog(level, log) {
      if (level === 'warn') throw new Error(`the ${format} build: ${log.message}`);
    },
  });
  await build.write({
    ...{ dir: join(root, 'dist', format), format, exports: 'named' },
    ...{ entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
    codeSplitting: { groups: chunksOf(graph) },
    // CommonJS: strict, and marked as what it was made of. What is loaded later is loaded with `require()`, as all the rest.
    ...{ strict: true, esModule: true, generatedCode: { symbols: false }, dynamicImportInCjs: false },
  });
  await build.close();
};

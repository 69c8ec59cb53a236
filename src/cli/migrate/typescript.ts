import type { Conversion } from './convert.js';
import { quote } from './quote.js';

/** An option: its value, or the options in it. */
type Tree = Map<string, string | Tree>;

const width = 100;
const plugin = 'useEmailAuth';

const treeOf = (options: ReadonlyMap<string, string>): Tree => {
  const root: Tree = new Map();
  for (const [path, code] of options) {
    const names = path.split('.');
    const last = names.pop() ?? path;
    let tree = root;
    for (const name of names) {
      const inner = tree.get(name);
      const next: Tree = inner instanceof Map ? inner : new Map();
      tree.set(name, next);
      tree = next;
    }
    tree.set(last, code);
  }
  return root;
};

const oneLine = (tree: string | Tree): string =>
  typeof tree === 'string'
    ? tree
    : `{ ${[...tree].map(([name, inner]) => `${name}: ${oneLine(inner)}`).join(', ')} }`;

const lines = (tree: Tree, indent: string): readonly string[] =>
  [...tree].flatMap(([name, inner]) => {
    const line = `${indent}${name}: ${oneLine(inner)},`;
    if (typeof inner === 'string' || line.length <= width) return [line];
    return [`${indent}${name}: {`, ...lines(inner, `${indent}  `), `${indent}},`];
  });

const commented = (stub: readonly string[]): readonly string[] => stub.map((line) => `  // ${line}`);

const service = (tree: Tree, stubs: Conversion['stubs']): string => {
  const body = [...lines(tree, '  '), ...stubs.flatMap(commented)];
  return body.length === 0
    ? 'export const auth = createEmailAuth();'
    : ['export const auth = createEmailAuth({', ...body, '});'].join('\n');
};

const importOf = (name: string, entry: string): string =>
  `import { ${name} } from ${quote(`pothos-plugin-email-auth${entry}`)};`;

const imports = (options: ReadonlyMap<string, string>, usesPlugin: boolean): readonly string[] => {
  const usesNodemailer = options.get('delivery')?.startsWith('nodemailerDelivery(') === true;
  return [
    importOf('createEmailAuth', ''),
    ...(usesNodemailer ? [importOf('nodemailerDelivery', '/nodemailer')] : []),
    ...(usesPlugin ? [importOf(plugin, '/yoga')] : []),
  ];
};

const comment = (title: string, sentences: readonly string[]): readonly string[] =>
  sentences.length > 0
    ? [[title, ...sentences.map((each) => `- ${each}`)].map((each) => `// ${each}`).join('\n')]
    : [];

/** Options as a file of TypeScript, with what is left to do above them. */
export const typescript = ({ options, stubs, todos, mistakes }: Conversion): string => {
  const tree = treeOf(options);
  const pluginOptions = tree.get(plugin);
  tree.delete(plugin);
  const parts = [
    imports(options, pluginOptions !== undefined).join('\n'),
    ...comment('Wrong in your file, so it is left out:', mistakes),
    ...comment('Left for you to do:', todos),
    service(tree, stubs),
    ...(pluginOptions === undefined
      ? []
      : [
          `// For createYoga({ plugins: [yogaPlugin] })\nexport const yogaPlugin = ${plugin}(auth, ${oneLine(pluginOptions)});`,
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
};

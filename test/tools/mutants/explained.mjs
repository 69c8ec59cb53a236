import { readFileSync } from 'node:fs';

const cellsOf = (row) =>
  row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

const code = (text) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``).replaceAll('|', '\\|');
const plain = (text) => text.replace(/^`` | ``$/g, '').replace(/^`|`$/g, '');

/** How a mistake stands in MUTANTS.md: the line that it is in, and what it changes there. */
export const rowOf = ({ text, from, to }, why) => `| ${code(text)} | ${code(from)} | ${code(to)} | ${why} |`;

const keyOf = (path, ...texts) => [path, ...texts.map((text) => text.replaceAll('`', ''))].join('\n');

/** The reasons that MUTANTS.md gives. */
export const readReasons = (file) => {
  const reasons = new Map();
  let path = '';
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    path = /^### `(.+)`$/.exec(line)?.[1] ?? path;
    if (!line.startsWith('| `')) continue;
    const [text, from, to, why] = cellsOf(line);
    if (why !== undefined) reasons.set(keyOf(path, plain(text), plain(from), plain(to)), why);
  }
  return { of: ({ path: at, text, from, to }) => reasons.get(keyOf(at, text, from, to)) };
};

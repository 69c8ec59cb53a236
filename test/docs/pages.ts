import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository. */
export const root = resolve(import.meta.dirname, '../..');

/** A fenced block of a page. */
export interface Block {
  /** Such as `docs/redis.md, line 5`. */
  readonly where: string;
  /** The line of its fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** A page for people who use the library. */
export interface Page {
  /** Below the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

const blocksOf = (path: string, text: string): Block[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: language = '', 2: code = '' }) => {
    const line = text.slice(0, index).split('\n').length;
    return { where: `${path}, line ${line}`, line, language, code };
  });

const readPage = (path: string): Page => {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, blocks: blocksOf(path, text) };
};

export const readme = readPage('README.md');

/** The pages of docs. */
export const docs: readonly Page[] = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => readPage(`docs/${name}`));

/** All blocks in a language. */
export const blocksIn = (language: string): Block[] =>
  [readme, ...docs].flatMap(({ blocks }) => blocks).filter((block) => block.language === language);

/** The server of the README: its only block that makes a Yoga. */
export const servers = readme.blocks.filter(({ code }) => code.includes('createYoga('));

/** The only block of a page that has this text. */
export const blockOf = (path: string, text: string): Block => {
  const page = [readme, ...docs].find((each) => each.path === path);
  const [block, ...others] = page?.blocks.filter(({ code }) => code.includes(text)) ?? [];
  if (!block || others.length > 0) throw new Error(`${path} has not exactly one block with ${text}`);
  return block;
};

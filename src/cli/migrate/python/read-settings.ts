import { readPython } from './read-value.js';
import { readTokens } from './tokens.js';
import { unreadable } from './unreadable.js';
import type { Entry } from './value.js';

const name = 'JWT_EMAIL_AUTH';
const mentions = new RegExp(`^[ \\t]*${name}(?=[\\s:=[.|])`, 'gm');
const assignment = new RegExp(`^[ \\t]*${name}[ \\t]*(?::[^=\\n]*)?=(?!=)`);

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

const restOfLine = (text: string, at: number): string => {
  const end = text.indexOf('\n', at);
  return text.slice(at, end < 0 ? text.length : end);
};

/** Where the settings begin, behind the `=`. A text without the name is the dict itself. */
const findStart = (text: string): number => {
  const [first, second] = [...text.matchAll(mentions)];
  if (!first) return 0;
  if (second) {
    throw unreadable(
      lineAt(text, second.index),
      `${name} is set or changed again. Write all of it into one dict.`,
    );
  }
  const [assigned] = assignment.exec(restOfLine(text, first.index)) ?? [];
  if (!assigned) throw unreadable(lineAt(text, first.index), `${name} must be one dict: ${name} = {…}`);
  return first.index + assigned.length;
};

/**
 * Reads the settings of jwt-email-auth: a whole `settings.py`, the dict alone, or JSON.
 *
 * @throws {Error} with the line of what cannot be read; it quotes nothing
 */
export const readSettings = (text: string): readonly Entry[] => {
  const start = findStart(text);
  const line = lineAt(text, start);
  const { tokens, end } = readTokens(text, start, line);
  const value = readPython(tokens);
  if (value.kind !== 'dict') throw unreadable(line, 'the settings must be a dict, in {}.');
  if (!/^[ \t]*(?:;[ \t]*)?(?:#.*)?\r?$/.test(restOfLine(text, end))) {
    throw unreadable(
      lineAt(text, end),
      'what stands behind the dict is not read. Write all of it into the dict.',
    );
  }
  const [only, ...others] = value.entries;
  const isWrapped = only?.key === name && others.length === 0 && only.value.kind === 'dict';
  return isWrapped && only.value.kind === 'dict' ? only.value.entries : value.entries;
};

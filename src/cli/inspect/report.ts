import type { Inspected } from './faults.js';
import type { Members } from './read-token.js';
import type { SignatureReport } from './signature.js';
import { distance, isoTime } from './time.js';

const kinds: Readonly<Record<string, string>> = { 'at+jwt': 'An access token', 'rt+jwt': 'A refresh token' };

const times = ['iat', 'exp', 'nbf', 'auth_time'];

const valueIn = (name: string, value: unknown, now: number): string => {
  const iso = times.includes(name) ? isoTime(value) : undefined;
  if (iso === undefined) return typeof value === 'string' ? value : JSON.stringify(value);
  return `${iso}, ${name === 'exp' && Number(value) <= now ? 'expired ' : ''}${distance(Number(value), now)}`;
};

const table = (title: string, members: Members, now: number): string => {
  const width = Math.max(0, ...Object.keys(members).map(({ length }) => length));
  const rows = Object.entries(members).map(
    // A line break in a claim must not make a line of its own.
    ([name, value]) => `  ${name.padEnd(width)}  ${valueIn(name, value, now)}`.replaceAll('\n', '\\n'),
  );
  return [`${title}:`, ...rows, '', ''].join('\n');
};

const list = (title: string, sentences: readonly string[]): string =>
  [title, ...sentences.map((sentence) => `  ${sentence}`), ''].join('\n');

const ofSignature = ({ parts }: Inspected, signature: SignatureReport | undefined): string => {
  if (signature) return signature.verifies ? `${signature.sentence}\n` : '';
  if (parts === 5) return '';
  return 'The signature was not looked at, so anybody can have made this token. Give the key: --key FILE\n';
};

/**
 * All that is said of a token, for a terminal. The token itself is not in it.
 *
 * @param signature - undefined where it was not looked at
 * @param wrong - a sentence for each thing that is wrong
 */
export const report = (
  inspected: Inspected,
  signature: SignatureReport | undefined,
  wrong: readonly string[],
): string => {
  const { header, claims, token, now } = inspected;
  return [
    `${kinds[String(header.typ)] ?? 'A token'} of ${token.length} characters.\n\n`,
    table('Header', header, now),
    claims ? table('Claims', claims, now) : '',
    ofSignature(inspected, signature),
    wrong.length > 0 ? list('What is wrong:', wrong) : 'Nothing is wrong that can be seen in it.\n',
  ].join('');
};

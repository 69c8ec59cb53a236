import { attempt } from '../../token/keys/found-key.js';

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/** A token as it can be read without a key. */
export interface ReadToken {
  /** Three parts and signed, or five parts and encrypted (RFC 7515, RFC 7516). */
  readonly parts: 3 | 5;
  readonly header: Members;
  /** Undefined where it is encrypted. */
  readonly claims: Members | undefined;
}

const readPart = (part: string | undefined, name: string): Members => {
  const json = attempt((): unknown => JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')));
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Error(`This is not a token: its ${name} is not JSON in base64url.`);
  return { ...json };
};

/** The token in what somebody has copied: often the whole header of a request. */
export const bareToken = (text: string): string =>
  text
    .trim()
    .replace(/^authorization:\s*/i, '')
    .replace(/^bearer\s+/i, '');

/**
 * Reads a token without a key.
 *
 * @throws {Error} where it is none. It never quotes it
 */
export const readToken = (token: string): ReadToken => {
  const parts = token.split('.');
  if (token === '') throw new Error('There is no token: the input is empty.');
  if (parts.length === 5) return { parts: 5, header: readPart(parts[0], 'header'), claims: undefined };
  if (parts.length !== 3)
    throw new Error(
      `This is not a token: a token has 3 parts with dots between them, and this has ${parts.length}.`,
    );
  return { parts: 3, header: readPart(parts[0], 'header'), claims: readPart(parts[1], 'list of claims') };
};

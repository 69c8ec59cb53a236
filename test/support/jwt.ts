import { sign } from 'node:crypto';
import type { AuthTokens } from '../../src/index.js';
import { signingKey } from './service.js';

// biome-ignore lint/suspicious/noExplicitAny: tests look into tokens of any shape
const decode = (part: string | undefined): any => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

/** The header of a token, not verified. */
export const headerOf = (token: string) => decode(token.split('.')[0]);

/** What a token says, not verified. */
export const payloadOf = (token: string) => decode(token.split('.')[1]);

/** The generation of a pair of tokens in its session. */
export const generationOf = ({ refreshToken }: AuthTokens): number => payloadOf(refreshToken).gen;

export const encodePart = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token, taken apart: `signed` is what its signature is of. */
export const partsOf = (token: string) => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return { header: decode(header), payload: decode(payload), signature, signed: `${header}.${payload}` };
};

/** Signs whatever it is given, with the key of the tests unless another is given: only the content is wrong. */
export const forge = (
  header: object,
  payload: object,
  key: Parameters<typeof sign>[2] = signingKey,
): string => {
  const signed = `${encodePart(header)}.${encodePart(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
};

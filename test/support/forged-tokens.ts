import { sign } from 'node:crypto';
import { signingKey } from './service.js';

type Members = Readonly<Record<string, unknown>>;

/** What a token says. */
export interface TokenParts {
  readonly header: Members;
  readonly payload: Members;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = ''): Members => JSON.parse(Buffer.from(part, 'base64url').toString());

/** Reads a token, without verifying it. */
export const partsOf = (token: string): TokenParts => {
  const [header, payload] = token.split('.');
  return { header: decode(header), payload: decode(payload) };
};

/** The generation that a token was made for. */
export const generationOf = (token: string): number => Number(partsOf(token).payload.gen);

/** Signs with the key of the test services, whatever it says: only the content is wrong. */
export const forge = (
  { header, payload }: TokenParts,
  key: Parameters<typeof sign>[2] = signingKey,
): string => {
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
};

/** A token that says something else in some places, signed as before. */
export const reforge = (token: string, { header = {}, payload = {} }: Partial<TokenParts>): string => {
  const parts = partsOf(token);
  return forge({ header: { ...parts.header, ...header }, payload: { ...parts.payload, ...payload } });
};

import type { sign } from 'node:crypto';
import { forge as forgeToken, headerOf, payloadOf } from './jwt.js';

type Members = Readonly<Record<string, unknown>>;

/** What a token says. */
export interface TokenParts {
  readonly header: Members;
  readonly payload: Members;
}

/** Reads a token, without verifying it. */
export const partsOf = (token: string): TokenParts => ({
  header: headerOf(token),
  payload: payloadOf(token),
});

/** The generation that a token was made for. */
export const generationOf = (token: string): number => Number(partsOf(token).payload.gen);

/** Signs with the key of the test services, whatever it says: only the content is wrong. */
export const forge = ({ header, payload }: TokenParts, key?: Parameters<typeof sign>[2]): string =>
  forgeToken(header, payload, key);

/** A token that says something else in some places, signed as before. */
export const reforge = (token: string, { header = {}, payload = {} }: Partial<TokenParts>): string => {
  const parts = partsOf(token);
  return forge({ header: { ...parts.header, ...header }, payload: { ...parts.payload, ...payload } });
};

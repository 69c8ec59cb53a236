import type { AuthTokens } from '../../src/index.js';

// biome-ignore lint/suspicious/noExplicitAny: tests look into tokens of any shape
const decode = (part: string | undefined): any => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

/** The header of a token, not verified. */
export const headerOf = (token: string) => decode(token.split('.')[0]);

/** What a token says, not verified. */
export const payloadOf = (token: string) => decode(token.split('.')[1]);

/** The generation of a pair of tokens in its session. */
export const generationOf = ({ refreshToken }: AuthTokens): number => payloadOf(refreshToken).gen;

import { CompactSign } from 'jose';
import { expect } from 'vitest';
import { jwtSettings } from '../../src/token/jwt-options.js';
import { openKeyring } from '../../src/token/keyring.js';
import { generateSigningKey } from '../../src/token/signing-key.js';
import { createTokens } from '../../src/token/token.js';
import { sampleClaims, sampleClock } from './sample.js';
import type { Vector } from './vector.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes, with other bits in the last character that decoders drop. */
const unusedBits = (part: string): string[] => {
  const free = [0, 0, 4, 2][part.length % 4] ?? 0;
  const last = alphabet.indexOf(part.slice(-1));
  return Array.from({ length: 2 ** free - 1 }, (_, i) => part.slice(0, -1) + alphabet[last + i + 1]);
};

/** What the vectors under `base64` do to a part of a JWS. Lenient decoders read the same bytes. */
const respell = (part: string): string[] => {
  const middle = part.length >> 1;
  const inserted = [' ', '\n', '*', '!', '\0', '\u00e9'].map(
    (character) => part.slice(0, middle) + character + part.slice(middle),
  );
  const appended = ['=', '==', '.', ' .'].map((more) => part + more);
  return [...inserted, ...appended, ...unusedBits(part)];
};

/** Every respelling of every part. Payloads of three lengths, so that each part has bits to spare in one of them. */
const tokensOf = async () => {
  const keyring = await openKeyring([generateSigningKey()]);
  const tokens = createTokens(async () => keyring, jwtSettings({}), sampleClock);
  const texts = ['', 'x', 'xx'];
  const signed = await Promise.all(
    texts.map((text) => tokens.sign('at+jwt', { ...sampleClaims, jti: `j${text}` })),
  );
  return { keyring, tokens, signed };
};

const respellings = (token: string): string[] => {
  const parts = token.split('.');
  return parts.flatMap((part, i) =>
    respell(part).map((other) => parts.map((own, j) => (i === j ? other : own)).join('.')),
  );
};

const runRespellings = async () => {
  const { tokens, signed } = await tokensOf();
  for (const token of signed) {
    for (const other of respellings(token))
      expect(await tokens.verify('at+jwt', other)).toEqual({ ok: false, failure: 'malformed' });
    expect((await tokens.verify('at+jwt', token)).ok).toBe(true);
  }
};

/** JSON may be written with white space, in a header too: the vectors say so, and this is no other spelling of a token. */
const runWhiteSpace = async () => {
  const { keyring, tokens } = await tokensOf();
  const { alg, kid, privateKey } = keyring.signer;
  const payload = Buffer.from(JSON.stringify(sampleClaims, null, 2));
  const own = await new CompactSign(payload).setProtectedHeader({ alg, kid, typ: 'at+jwt' }).sign(privateKey);
  expect((await tokens.verify('at+jwt', own)).ok).toBe(true);
};

export const encodingVectors: readonly Vector[] = [
  {
    id: 'vector-jws-encodings',
    must: 'A token with a part in another spelling (spaces, padding, foreign characters, other unused bits) MUST be refused',
    // Ten in each part of three tokens; those of the unused bits come on top.
    count: respell('AAAA').length * 3 * 3,
    run: runRespellings,
  },
  {
    id: 'vector-jws-white-space',
    must: 'A token whose JSON has white space MUST be taken: it is signed as it is',
    count: 1,
    run: runWhiteSpace,
  },
];

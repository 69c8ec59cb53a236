import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessTokenError, verifyAccessToken } from '../../src/verify/index.js';
import { createTestAuth } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';
import { keys } from '../token/signed-samples.js';

const numRuns = howMuch({ quick: 300, slow: 3000 });
const caller = { ip: '192.0.2.1' };
/** Everything that happened to be thrown where nobody could catch it. */
const unhandled: unknown[] = [];
const listener = (error: unknown) => void unhandled.push(error);

beforeAll(() => void process.on('unhandledRejection', listener));
afterAll(() => void process.off('unhandledRejection', listener));

const flip = (bytes: Buffer, at: number): Buffer => {
  const flipped = Buffer.from(bytes);
  const bit = at % (bytes.length * 8);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
};

/** One bit of the bytes that a part stands for, spelled as it must be. */
const flipInside = (token: string, part: number, at: number): string =>
  token
    .split('.')
    .map((text, i) => (i === part ? flip(Buffer.from(text, 'base64url'), at).toString('base64url') : text))
    .join('.');

/** One bit of the token as it is sent. */
const flipOutside = (token: string, at: number): string =>
  flip(Buffer.from(token, 'latin1'), at).toString('latin1');

describe.each(Object.entries(keys))('a token of a key for %s', (_, { key, algorithm }) => {
  it('is refused as soon as one bit of it is another, and nothing else is thrown', async () => {
    const { auth, clock, logIn } = createTestAuth({ signingKey: key, jwt: { algorithm } });
    const { accessToken } = await logIn('ada@example.com');
    const jwks = await auth.jwks();
    const outcomesOf = async (token: string) => {
      const verified = await verifyAccessToken(token, { jwks, clock }).then(
        () => null,
        (error: unknown) => (error instanceof AccessTokenError ? error.reason : error),
      );
      return [(await auth.authenticate(token, caller)).failure, verified];
    };
    expect(await outcomesOf(accessToken)).toEqual([null, null]);
    const flipped = fc.oneof(
      fc.tuple(fc.nat(2), fc.nat()).map(([part, at]) => flipInside(accessToken, part, at)),
      fc.nat().map((at) => flipOutside(accessToken, at)),
    );
    await fc.assert(
      fc.asyncProperty(flipped, async (token) => {
        const [ours, theirs] = await outcomesOf(token);
        expect(ours).toMatch(/^(malformed|invalid)$/);
        expect(theirs).toBe(ours);
      }),
      { numRuns },
    );
    expect(unhandled).toEqual([]);
  });
});

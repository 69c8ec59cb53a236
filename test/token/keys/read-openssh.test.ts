import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSigningKeys } from '../../../src/token/keys/parse-signing-keys.js';
import { isOpenSsh, readOpenSsh } from '../../../src/token/keys/read-openssh.js';
import { parseSigningKey } from '../../support/parse-signing-key.js';
import { sshKeygen, whyNoSshKeygen } from '../../support/ssh-keygen.js';
import { manglings } from './key-spellings.js';

const why = await whyNoSshKeygen();
if (why) console.warn(why);

const bytesOf = (text: string): Buffer => Buffer.from(text.replace(/-----.*-----|\s/g, ''), 'base64');
const pemOf = (bytes: Buffer): string =>
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;

/** The bytes of the public key, in the line that ssh-keygen writes beside the private one. */
const publicBytes = (line: string): Buffer => Buffer.from(line.split(' ')[1] ?? '', 'base64');

const kinds: readonly (readonly [string, string, string[]])[] = [
  ['Ed25519', 'EdDSA', ['-t', 'ed25519']],
  ['P-256', 'ES256', ['-t', 'ecdsa', '-b', '256']],
  ['P-384', 'ES384', ['-t', 'ecdsa', '-b', '384']],
  ['P-521', 'ES512', ['-t', 'ecdsa', '-b', '521']],
  ['RSA', 'RS256', ['-t', 'rsa', '-b', '2048']],
];

const sentenceOf = (input: string): string => {
  try {
    parseSigningKeys(input, 'signingKey');
    return 'taken';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return error.message;
  }
};

describe.skipIf(why)('a key of ssh-keygen', () => {
  it.each(kinds)('is read: %s', async (_, alg, args) => {
    const { text, publicLine, pem } = await sshKeygen(args);
    const key = parseSigningKey(text);
    expect(key.alg).toBe(alg);
    expect(text).toContain('BEGIN OPENSSH PRIVATE KEY');
    // ssh-keygen writes no Ed25519 as PEM.
    if (pem?.includes('OPENSSH') === false) {
      expect(key.privateKey.export({ format: 'jwk' })).toEqual(
        createPrivateKey(pem).export({ format: 'jwk' }),
      );
    }
    const own = createPublicKey(key.privateKey).export({ format: 'jwk' });
    for (const member of ['x', 'y', 'n'] as const) {
      if (own[member])
        expect(publicBytes(publicLine).includes(Buffer.from(own[member], 'base64url'))).toBe(true);
    }
    expect(sentenceOf(publicLine)).toContain('this is a public key');
  });

  it('is read however its line breaks are written', async () => {
    const { text } = await sshKeygen(['-t', 'ed25519']);
    const { kid } = parseSigningKey(text);
    for (const [, mangle] of manglings) expect(parseSigningKey(mangle(text)).kid).toBe(kid);
    expect(sentenceOf(bytesOf(text).toString('base64'))).toContain('lacks its first and its last line');
  });

  it('is refused with a passphrase', async () => {
    const { text } = await sshKeygen(['-t', 'ed25519', '-a', '1'], 'a passphrase');
    expect(sentenceOf(text)).toContain('this one is encrypted. Decrypt it first:');
    expect(sentenceOf(text)).toContain('ssh-keygen -p -N ""');
  });

  it('is refused where it is of a kind that no token is signed with', async () => {
    const { text } = await sshKeygen(['-t', 'ed25519']);
    const other = (name: string) => bytesOf(text).toString('latin1').replaceAll('ssh-ed25519', name);
    expect(sentenceOf(pemOf(Buffer.from(other('ssh-ed25518'), 'latin1')))).toContain('is of another kind');
    expect(sentenceOf(pemOf(Buffer.from(other('sk-ssh-ed25'), 'latin1')))).toContain('is in a security key');
    expect(sentenceOf(pemOf(Buffer.from(other('constructor'), 'latin1')))).toContain('is of another kind');
  });

  it.each(kinds)('is refused where it is cut off, at every byte: %s', async (_, __, args) => {
    const bytes = bytesOf((await sshKeygen(args)).text);
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = bytes.subarray(0, length);
      expect(() => readOpenSsh(cut)).toThrow(RangeError);
      if (length % 16 === 0) expect(sentenceOf(pemOf(cut))).toContain('this one is cut off or damaged');
    }
    // Nor may there be more of it.
    expect(() => readOpenSsh(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(RangeError);
  });

  it('is the same key or none, whichever of its bytes is another', async () => {
    const bytes = bytesOf((await sshKeygen(['-t', 'ed25519', '-C', ''])).text);
    const { d, x } = readOpenSsh(bytes) as JsonWebKey;
    expect(isOpenSsh(bytes)).toBe(true);
    const outcomeOf = (changed: Buffer) => {
      try {
        const jwk = readOpenSsh(changed);
        return typeof jwk === 'string' || (jwk.d === d && jwk.x === x)
          ? 'the same'
          : sentenceOf(pemOf(changed));
      } catch (error) {
        return error instanceof RangeError ? 'none' : String(error);
      }
    };
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(outcomeOf(changed)).toMatch(
          /^(the same|none|.*belongs to another key|.*cut off or damaged.*)$/,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

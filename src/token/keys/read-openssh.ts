import type { JsonWebKey } from 'node:crypto';
import { type ByteReader, createByteReader } from './byte-reader.js';

// https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
const magic = Buffer.from('openssh-key-v1\0', 'latin1');

/** Whether bytes begin like a private key of OpenSSH. */
export const isOpenSsh = (bytes: Buffer): boolean => bytes.subarray(0, magic.length).equals(magic);

const base64url = (bytes: Buffer): string => bytes.toString('base64url');

/** A number without the zeros before it, as a JWK wants it (RFC 7518, section 2). */
const toNumber = (bytes: Buffer): bigint => BigInt(`0x0${bytes.toString('hex')}`);

const fromNumber = (number: bigint): string => {
  const hex = number.toString(16);
  return base64url(Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'));
};

const readEd25519 = (reader: ByteReader): JsonWebKey => {
  const [x, both] = [reader.string(), reader.string()];
  // The seed, and the public half once more.
  if (x.length !== 32 || both.length !== 64 || !both.subarray(32).equals(x)) throw new RangeError('Halves.');
  return { kty: 'OKP', crv: 'Ed25519', x: base64url(x), d: base64url(both.subarray(0, 32)) };
};

const readEcdsa =
  (crv: string, size: number) =>
  (reader: ByteReader): JsonWebKey => {
    reader.string();
    const [point, d] = [reader.string(), toNumber(reader.string())];
    // An uncompressed point (SEC 1, section 2.3.3); the other kind is never written.
    if (point.length !== 1 + 2 * size || point[0] !== 4) throw new RangeError('Point.');
    const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)];
    return { kty: 'EC', crv, x: base64url(x), y: base64url(y), d: fromNumber(d) };
  };

const readRsa = (reader: ByteReader): JsonWebKey => {
  const next = () => toNumber(reader.string());
  const [n, e, d, qi, p, q] = [next(), next(), next(), next(), next(), next()];
  if (p < 2n || q < 2n) throw new RangeError('Primes.');
  const numbers = { n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi };
  const members = Object.entries(numbers).map(([name, number]) => [name, fromNumber(number)]);
  return { kty: 'RSA', ...Object.fromEntries(members) };
};

const readers: Readonly<Record<string, (reader: ByteReader) => JsonWebKey>> = {
  'ssh-ed25519': readEd25519,
  'ecdsa-sha2-nistp256': readEcdsa('P-256', 32),
  'ecdsa-sha2-nistp384': readEcdsa('P-384', 48),
  'ecdsa-sha2-nistp521': readEcdsa('P-521', 66),
  'ssh-rsa': readRsa,
};

/** 1, 2, 3 and so on, up to the size of a block. */
const isPadding = (bytes: Buffer): boolean => bytes.length < 8 && bytes.every((byte, at) => byte === at + 1);

const readPrivatePart = (bytes: Buffer): JsonWebKey | 'kind' | 'hardware' => {
  const reader = createByteReader(bytes);
  // Two equal numbers tell a right passphrase from a wrong one.
  const [check, again] = [reader.uint32(), reader.uint32()];
  if (check !== again) throw new RangeError('Check.');
  const kind = reader.text();
  if (kind.startsWith('sk-')) return 'hardware';
  const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (!read) return 'kind';
  const jwk = read(reader);
  // The comment.
  reader.string();
  if (!isPadding(reader.rest())) throw new RangeError('Padding.');
  return jwk;
};

/**
 * Reads the private key that `ssh-keygen` has written, without a passphrase, as a JWK.
 *
 * @returns the word for why not: it is encrypted, of another kind, or stays in its hardware
 * @throws {RangeError} where bytes are missing, too many or not what they must be
 */
export const readOpenSsh = (bytes: Buffer): JsonWebKey | 'encrypted' | 'kind' | 'hardware' => {
  const reader = createByteReader(bytes.subarray(magic.length));
  const [cipher] = [reader.text(), reader.text(), reader.string()];
  const count = reader.uint32();
  reader.string();
  const privatePart = reader.string();
  if (reader.rest().length > 0 || count !== 1) throw new RangeError('Number of keys.');
  return cipher === 'none' ? readPrivatePart(privatePart) : 'encrypted';
};

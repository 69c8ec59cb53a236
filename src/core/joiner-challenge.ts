import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hashChallenge, type Secret } from './secret.js';

const nonceBytes = 16;
const timeBytes = 6;
const macBytes = 16;

/** What a joiner's challenge consists of, once it is decoded. */
interface Decoded {
  readonly text: string;
  readonly joinedAt: number;
  readonly mac: Buffer;
}

const decode = (challenge: string): Decoded | null => {
  const bytes = Buffer.from(challenge, 'base64url');
  // Another spelling of the same bytes would have tries of its own.
  if (bytes.length !== nonceBytes + timeBytes + macBytes || bytes.toString('base64url') !== challenge)
    return null;
  const signed = bytes.subarray(0, nonceBytes + timeBytes);
  return {
    text: signed.toString('base64url'),
    joinedAt: signed.readUIntBE(nonceBytes, timeBytes),
    mac: bytes.subarray(nonceBytes + timeBytes),
  };
};

/**
 * A challenge for somebody who joins a code that has been mailed already: a nonce and a time, and a MAC over them and
 * the identity. So nothing has to be kept for her before she guesses, however many join.
 *
 * @param now - milliseconds since 1970
 */
export const makeJoinerChallenge = (secret: Secret, identity: string, now: number): string => {
  const signed = Buffer.alloc(nonceBytes + timeBytes);
  randomBytes(nonceBytes).copy(signed);
  signed.writeUIntBE(Math.floor(now), nonceBytes, timeBytes);
  const [mac] = secret.macs(identity, signed.toString('base64url'));
  return Buffer.concat([signed, mac]).toString('base64url');
};

/**
 * Reads a joiner's challenge.
 *
 * @param lifetime - milliseconds for which it is good
 * @returns its hash, under which its tries are counted; null where it is none of this identity, or too old
 */
export const readJoinerChallenge = (
  secret: Secret,
  identity: string,
  challenge: string,
  { now, lifetime }: { readonly now: number; readonly lifetime: number },
): string | null => {
  const decoded = decode(challenge);
  if (decoded === null || decoded.joinedAt + lifetime <= now) return null;
  const isOurs = secret.macs(identity, decoded.text).some((mac) => timingSafeEqual(mac, decoded.mac));
  return isOurs ? hashChallenge(challenge) : null;
};

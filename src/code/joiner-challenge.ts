import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hashChallenge, type Secret } from './secret.js';

const nonceBytes = 16;
const timeBytes = 6;
const challengeBytes = 16;
const macBytes = 16;

/** What a joiner's challenge consists of, once it is decoded. */
interface Decoded {
  readonly text: string;
  readonly joinedAt: number;
  readonly own: string | null;
  readonly mac: Buffer;
}

const decode = (challenge: string): Decoded | null => {
  const bytes = Buffer.from(challenge, 'base64url');
  const shortest = nonceBytes + timeBytes;
  const isOfLength = [shortest, shortest + challengeBytes].includes(bytes.length - macBytes);
  // Another spelling of the same bytes would have attempts of its own.
  if (!isOfLength || bytes.toString('base64url') !== challenge) return null;
  const signed = bytes.subarray(0, -macBytes);
  return {
    text: signed.toString('base64url'),
    joinedAt: signed.readUIntBE(nonceBytes, timeBytes),
    own: signed.subarray(shortest).toString('base64url') || null,
    mac: bytes.subarray(-macBytes),
  };
};

/** What goes into a joiner's challenge. */
export interface Joining {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The challenge of codes that were mailed to her before, or null: the new one stands for it, too. */
  readonly own: string | null;
}

/**
 * A challenge for somebody who joins a code that has been mailed already: a nonce and a time, and a MAC over them and
 * the identity. So nothing has to be kept for her before she guesses, however many join.
 */
export const makeJoinerChallenge = (secret: Secret, identity: string, { now, own }: Joining): string => {
  const time = Buffer.alloc(timeBytes);
  time.writeUIntBE(Math.floor(now), 0, timeBytes);
  const signed = Buffer.concat([randomBytes(nonceBytes), time, Buffer.from(own ?? '', 'base64url')]);
  const [mac] = secret.macs(identity, signed.toString('base64url'));
  return Buffer.concat([signed, mac]).toString('base64url');
};

/** What a joiner's challenge is good for. */
export interface JoinerChallenge {
  /** Its hash: her attempts at long codes are counted under it. */
  readonly hash: string;
  /** The challenge that it stands for, too; null where there is none. */
  readonly own: string | null;
}

/**
 * Reads a joiner's challenge.
 *
 * @param lifetime - milliseconds for which it is good
 * @returns null where it is none of this identity, or too old
 */
export const readJoinerChallenge = (
  secret: Secret,
  identity: string,
  challenge: string,
  { now, lifetime }: { readonly now: number; readonly lifetime: number },
): JoinerChallenge | null => {
  const decoded = decode(challenge);
  if (decoded === null || decoded.joinedAt + lifetime <= now) return null;
  const isOurs = secret.macs(identity, decoded.text).some((mac) => timingSafeEqual(mac, decoded.mac));
  return isOurs ? { hash: hashChallenge(challenge), own: decoded.own } : null;
};

import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Secret } from './secret.js';

/** Bytes of each half of an id. */
const half = 8;

/** RFC 9562, section 5.8: what is in a UUID of version 8 is its maker's business, but for six bits. */
const asUuid = (bytes: Buffer): Buffer => {
  bytes.writeUInt8(0x80 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes;
};

/** The ids that begin with these bytes, under each key. No challenge has a colon, so none is an id, nor an id a challenge. */
const idsOf = (secret: Secret, identity: string, random: Buffer): readonly Buffer[] =>
  secret
    .macs(identity, `message:${random.toString('hex')}`)
    .map((mac) => asUuid(Buffer.concat([random, mac.subarray(0, half)])));

/**
 * The id of a message to an identity: a UUID, one half of it random, the other a MAC over that and the identity. So nothing
 * has to be kept to know it again.
 */
export const makeMessageId = (secret: Secret, identity: string): string => {
  // The bits of its version are in the first half, and under the MAC.
  const random = asUuid(randomBytes(2 * half)).subarray(0, half);
  const hex = idsOf(secret, identity, random)[0]?.toString('hex') ?? '';
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

const uuid = /^<?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:@[^<>\s]{1,255})?>?$/i;

/** Whether this is the id of a message that was written to this identity; alone, or as a `Message-ID` has it. */
export const isMessageIdOf = (secret: Secret, identity: string, id: string): boolean => {
  const [, text] = uuid.exec(id) ?? [];
  if (text === undefined) return false;
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  return idsOf(secret, identity, bytes.subarray(0, half)).some((known) => timingSafeEqual(known, bytes));
};

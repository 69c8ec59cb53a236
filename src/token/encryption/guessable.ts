import type { EncryptionKeyRefusal } from './encryption-refusal.js';

const isHex = (text: string): boolean =>
  [32, 48, 64].includes(text.length) && /^(?:[\da-f]+|[\dA-F]+)$/.test(text);

/** A random key of 16 bytes looks so once in 50,000 times, one of 32 bytes never. */
const isPassword = (text: string, bytes: Buffer): boolean =>
  !/[a-z]/.test(text) || !/[A-Z]/.test(text) || /^[ -~]+$/.test(bytes.toString('latin1'));

/** The same byte again and again, a few bytes in turn, or bytes that count up or down. */
const isPattern = (bytes: Buffer): boolean => {
  const steps = new Set(bytes.map((byte, index) => byte - (bytes[index - 1] ?? 0)).subarray(1));
  return steps.size < bytes.length / 2;
};

/**
 * Why a key of the right length is no random one; undefined where nothing is certain.
 *
 * @param bytes - the key
 */
export const whyGuessable = (bytes: Buffer): EncryptionKeyRefusal | undefined => {
  const text = bytes.toString('base64url');
  if (isHex(text)) return 'hex';
  if (isPattern(bytes)) return 'pattern';
  return isPassword(text, bytes) ? 'password' : undefined;
};

import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/**
 * A key for one purpose, of 256 bits, made of a secret (HKDF, RFC 5869). It tells nothing about the secret, or about other keys.
 * Node 24 takes three times as long for an HMAC whose key it is given as bytes.
 */
export const deriveKey = (material: Buffer, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', material, '', `pothos-plugin-email-auth ${purpose}`, 32)));

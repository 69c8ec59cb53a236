import { createPrivateKey, type KeyObject } from 'node:crypto';
import { attempt } from './found-key.js';
import { refuseKey } from './key-refusal.js';

/** What a key in DER is wrapped in: RFC 5958, RFC 5915, RFC 8017. */
const types = ['pkcs8', 'sec1', 'pkcs1'] as const;

/** The object identifiers of ML-DSA (RFC 9881) but for their last byte: an older Node knows none of them. */
const mlDsa = Buffer.from('06096086480165030403', 'hex');

/**
 * Reads a private key in DER.
 *
 * @throws {TypeError} naming the option
 */
export const readDer = (der: Buffer, option: string): KeyObject => {
  for (const type of types) {
    const key = attempt(() => createPrivateKey({ key: der, format: 'der', type }));
    if (key) return key;
  }
  throw refuseKey(option, der.subarray(0, 32).includes(mlDsa) ? 'newer' : 'damaged');
};

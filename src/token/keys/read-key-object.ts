import { KeyObject } from 'node:crypto';
import type { CryptoKey } from 'jose';
import type { FoundKey } from './found-key.js';
import { cannotSign, refuseKey } from './key-refusal.js';

const prefixes: Readonly<Record<string, string>> = { 'RSASSA-PKCS1-v1_5': 'RS', 'RSA-PSS': 'PS', HMAC: 'HS' };

/** A CryptoKey of these kinds is for one hash, and so for one algorithm. */
const algOf = ({ algorithm }: CryptoKey): string | undefined => {
  const prefix = prefixes[algorithm.name];
  if (prefix === undefined || !('hash' in algorithm)) return undefined;
  // Boundary: WebCrypto, section 20.6 and others: a hash is an algorithm with a name.
  return `${prefix}${(algorithm.hash as { readonly name: string }).name.replace('SHA-', '')}`;
};

/** A key of node:crypto. @throws {TypeError} naming the option */
export const readKeyObject = (key: KeyObject, option: string): FoundKey => {
  if (key.type === 'public') throw refuseKey(option, 'public');
  return { option, key };
};

/** A key of WebCrypto. @throws {TypeError} naming the option */
export const readCryptoKey = (key: CryptoKey, option: string): FoundKey => {
  if (key.type === 'public') throw refuseKey(option, 'public');
  if (!key.usages.includes('sign')) throw cannotSign(option, 'its usages are without "sign"');
  if (!key.extractable) throw refuseKey(option, 'hidden');
  return { option, key: KeyObject.from(key), alg: algOf(key) };
};

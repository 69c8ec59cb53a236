import { createHash, createHmac, type KeyObject, randomUUID } from 'node:crypto';
import { deriveKey } from '../core/derive-key.js';

declare const brand: unique symbol;

/** The name of an identity in the cache: an HMAC. No identity in clear can stand where one is wanted. */
export type IdentityName = string & { readonly [brand]: true };

/** The names of an identity under all signing keys: records are written under the first and found under all. */
export type IdentityNames = readonly [IdentityName, ...IdentityName[]];

/**
 * What keeps the cache from being readable: names and codes are kept under keys that are derived from the signing
 * keys (HKDF, RFC 5869) and are never in the cache. With several signing keys there is a name under each, so that what
 * was stored before a change of keys is still found.
 */
export interface Secret {
  /** The names of an identity in the cache; the first is the one that new records get. */
  identityNames(identity: string): IdentityNames;
  /** What a code of an identity may be kept as; the first is what new ones are kept as. */
  codeDigests(identity: string, code: string): readonly [string, ...string[]];
  /** The name of all identities together: services that have other keys do not share what is counted under it. */
  readonly everybody: string;
  /** The name of a network in the cache. */
  networkName(network: string): string;
  /** Authenticates a text for an identity, 128 bits under each key; the first is the one that new texts get. */
  macs(identity: string, text: string): readonly [Buffer, ...Buffer[]];
}

/** 128 bits are enough for a name; a digest of a code keeps all 256. */
const nameBytes = 16;

const hmac = (key: KeyObject, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest();

const name = (key: KeyObject, text: string): string =>
  hmac(key, text).subarray(0, nameBytes).toString('base64url');

const mapFirst = <T, U>([first, ...rest]: readonly [T, ...T[]], fn: (item: T) => U): readonly [U, ...U[]] => [
  fn(first),
  ...rest.map(fn),
];

/** Remembers the last answer: one request asks for the same name several times. */
const withLast = <Result>(make: (text: string) => Result): ((text: string) => Result) => {
  let last: { readonly text: string; readonly result: Result } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, result: make(text) };
    return last.result;
  };
};

/** @param materials - the secret of each signing key (`keyMaterial`), the one that signs first */
export const createSecret = (materials: readonly [Buffer, ...Buffer[]]): Secret => {
  const keys = mapFirst(materials, (material) => ({
    identity: deriveKey(material, 'identity'),
    code: deriveKey(material, 'code'),
    network: deriveKey(material, 'network'),
    mac: deriveKey(material, 'mac'),
  }));
  return {
    // Boundary: here such names are made.
    identityNames: withLast((identity) =>
      mapFirst(keys, (key) => name(key.identity, identity) as IdentityName),
    ),
    // C5: an HMAC, or all million codes could be tried against a copy of the cache. JSON keeps ("ab", "c") and ("a", "bc") apart.
    codeDigests: (identity, code) =>
      mapFirst(keys, (key) => hmac(key.code, JSON.stringify([identity, code])).toString('base64url')),
    everybody: name(deriveKey(materials[0], 'everybody'), 'all'),
    networkName: withLast((network) => name(keys[0].network, network)),
    macs: (identity, text) =>
      mapFirst(keys, (key) => hmac(key.mac, JSON.stringify([identity, text])).subarray(0, nameBytes)),
  };
};

/** A name that no identity has, for a look at what is not there. */
export const nobodysName = (): IdentityName => `probe:${randomUUID()}` as IdentityName;

/** A challenge as the cache keeps it. It has 128 random bits, so a plain hash is enough. */
export const hashChallenge = (challenge: string): string =>
  createHash('sha256').update(challenge, 'utf8').digest('base64url');

import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { algorithmsOf } from '../../token/keys/algorithms.js';
import { attempt } from '../../token/keys/found-key.js';
import { thumbprintOf } from '../../token/keys/key-id.js';
import { keyIn, readKeys } from '../read-keys.js';
import type { Members } from './read-token.js';

/** A key that can verify. */
export interface KnownKey {
  /** Its thumbprint, and what its JWK calls it. */
  readonly kids: readonly string[];
  readonly key: KeyObject;
  /** The algorithms that it may be for. */
  readonly algorithms: readonly string[];
}

const textOf = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : []);

const publicKey = (key: KeyObject, { kid, alg }: Members = {}): KnownKey => {
  // Boundary: Node's type names the members of the older kinds only.
  const thumbprint = thumbprintOf(key.export({ format: 'jwk' }) as JWK);
  const possible = algorithmsOf(key);
  const said = possible.filter((names) => names.some((name) => name === alg));
  return {
    kids: [thumbprint, ...textOf(kid)],
    key,
    algorithms: (said.length > 0 ? said : possible).flat(),
  };
};

const ofPrivate = (text: string, name: string): readonly KnownKey[] =>
  readKeys(text, name).map(({ key: { privateKey, kid, names } }) => ({
    kids: [kid],
    key: privateKey.type === 'secret' ? privateKey : createPublicKey(privateKey),
    algorithms: names,
  }));

/** The public JWKs of a text; undefined where it is something else. */
const publicJwks = (text: string): readonly Members[] | undefined => {
  const json: unknown = attempt(() => JSON.parse(text));
  if (typeof json !== 'object' || json === null) return undefined;
  const list: unknown = 'keys' in json ? json.keys : [json].flat();
  const isPublic = (jwk: unknown) =>
    typeof jwk === 'object' && jwk !== null && !['d', 'k', 'priv'].some((name) => name in jwk);
  return Array.isArray(list) && list.length > 0 && list.every(isPublic) ? list : undefined;
};

const readJwk = (jwk: Members): readonly KnownKey[] => {
  // Boundary: the parser checks what it reads. What it does not know is of a kind that signs no token of ours.
  const key = attempt(() => createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }));
  return key ? [publicKey(key, jwk)] : [];
};

const isPublicPem = (text: string): boolean =>
  /-----BEGIN ([A-Z]+ )*(PUBLIC KEY|CERTIFICATE)-----/.test(text);

const readPem = (text: string, name: string): readonly KnownKey[] => {
  const key = attempt(() => createPublicKey(text.replaceAll('|', '\n')));
  if (!key) throw new Error(`${name} holds a public key that cannot be read.`);
  return [publicKey(key)];
};

/**
 * Reads the keys of a file: private ones in any form that the `signingKey` option takes, public ones as PEM, JWK or
 * JWK Set.
 *
 * @throws {Error} that never quotes a key
 */
export const readKnownKeys = (file: string, name: string): readonly KnownKey[] => {
  const text = keyIn(file);
  const jwks = publicJwks(text);
  const known = jwks
    ? jwks.flatMap(readJwk)
    : isPublicPem(text)
      ? readPem(text, name)
      : ofPrivate(text, name);
  if (known.length === 0) throw new Error(`${name} holds no key that can verify a token.`);
  return known;
};

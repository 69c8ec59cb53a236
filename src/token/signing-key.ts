import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { JWK } from 'jose';

/** A private signing key: PKCS#8 PEM (a `|` may stand for a line break), or a JWK, as JSON text or as an object. */
export type SigningKeyInput = string | JWK;

/** What the algorithm of an Ed25519 key is called: by RFC 8037, and by RFC 9864. */
export type Ed25519Name = 'EdDSA' | 'Ed25519';

/** A parsed private key and the one algorithm that it is used with. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** The name of the algorithm in new tokens. */
  readonly alg: string;
  /** All its names: tokens are accepted under each of them. */
  readonly names: readonly string[];
  /** Bytes of a signature. */
  readonly signatureBytes: number;
}

const curveAlgorithms: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

/** FIPS 186-5, section 5.1. With the exponent 1, which parsers take, anybody can sign; 3 needs strict verifiers. */
const leastExponent = 65_537n;

const ed25519Names: readonly Ed25519Name[] = ['EdDSA', 'Ed25519'];

const namesOf = (key: KeyObject): readonly string[] => {
  if (key.asymmetricKeyType === 'ed25519') return ed25519Names;
  const { namedCurve = '', modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  const curve = key.asymmetricKeyType === 'ec' ? curveAlgorithms[namedCurve] : undefined;
  if (curve !== undefined) return [curve];
  const isStrong = modulusLength >= 2048 && publicExponent >= leastExponent;
  return key.asymmetricKeyType === 'rsa' && isStrong ? ['RS256'] : [];
};

type JwkMembers = Readonly<Record<string, unknown>>;

const readJwk = (input: SigningKeyInput): JwkMembers | null => {
  if (typeof input === 'object') return { ...input };
  return input.trim().startsWith('{') ? JSON.parse(input) : null;
};

const readKey = (input: SigningKeyInput, jwk: JwkMembers | null): KeyObject =>
  jwk === null
    ? createPrivateKey(String(input).trim().replaceAll('|', '\n'))
    : // Boundary: the parser checks what it reads.
      createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });

const isPublic = (input: unknown, jwk: JwkMembers | null): boolean =>
  jwk === null ? /-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(String(input)) : 'kty' in jwk && !('d' in jwk);

/** What a JWK says that it is not for; null where it may sign (RFC 7517, section 4). */
const contradictionOf = (jwk: JwkMembers, names: readonly string[], own: JWK): string | null => {
  if (jwk.use !== undefined && jwk.use !== 'sig') return 'its "use" is not "sig"';
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('sign'))) {
    return 'its "key_ops" are without "sign"';
  }
  if (jwk.alg !== undefined && !names.includes(String(jwk.alg))) {
    return `its "alg" is not ${names.map((name) => `"${name}"`).join(' or ')}`;
  }
  // The parser looks at the private half of an Ed25519 key alone.
  const isOwn = (x: unknown) =>
    Buffer.from(String(x), 'base64url').equals(Buffer.from(own.x ?? '', 'base64url'));
  return jwk.kty === 'OKP' && !isOwn(jwk.x) ? 'its "x" belongs to another key' : null;
};

/** The length of a signature, from one that is made and verified: parsers do not compare the two halves of a key. */
const trySigning = (privateKey: KeyObject): number | null => {
  const text = Buffer.from('pothos-plugin-email-auth');
  const hash = privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const dsaEncoding = 'ieee-p1363';
  try {
    const signature = sign(hash, text, { key: privateKey, dsaEncoding });
    const fits = verify(hash, text, { key: createPublicKey(privateKey), dsaEncoding }, signature);
    return fits ? signature.length : null;
  } catch {
    return null;
  }
};

/** The key in the one spelling that Node has for it, however it was written. */
const exportJwk = (key: KeyObject): JWK => key.export({ format: 'jwk' }) as JWK;

/**
 * Reads a private key.
 *
 * @throws {TypeError} naming the option, and never quoting the key
 */
export const parseSigningKey = (input: unknown, option: string): SigningKey => {
  const refuse = (why: string): never => {
    throw new TypeError(
      `${option} must be a private key for Ed25519, ECDSA (P-256, P-384, P-521) or RSA (2048 bits and an exponent of 65537, or more)${why}`,
    );
  };
  let jwk: JwkMembers | null = null;
  let privateKey: KeyObject;
  try {
    // Boundary: what is neither text nor an object fails here.
    jwk = readJwk(input as SigningKeyInput);
    privateKey = readKey(input as SigningKeyInput, jwk);
  } catch {
    // X1: the parser's own message is left out, as it may quote the input.
    const what = isPublic(input, jwk)
      ? 'this is a public key'
      : 'this is neither. In a PEM, write | for each line break where the variable has one line';
    return refuse(`, as a PKCS#8 PEM or a JWK with its "d" part; ${what}`);
  }
  const names = namesOf(privateKey);
  const [alg] = names;
  if (alg === undefined) return refuse('; this is one of another kind');
  const contradiction = jwk && contradictionOf(jwk, names, exportJwk(privateKey));
  if (contradiction) return refuse(`; this one cannot sign: ${contradiction}`);
  const signatureBytes = trySigning(privateKey);
  if (signatureBytes === null) return refuse('; the public half of this one belongs to another key');
  return { privateKey, names, signatureBytes, alg: jwk?.alg === undefined ? alg : String(jwk.alg) };
};

/** A fresh Ed25519 key, for development. */
export const generateSigningKey = (): SigningKey =>
  parseSigningKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), 'signingKey');

/** The same keys, with the Ed25519 ones among them signing under this name. */
export const nameEd25519 = <Keys extends readonly SigningKey[]>(keys: Keys, alg: Ed25519Name): Keys =>
  // Boundary: `map` keeps the length, which its type does not say.
  keys.map((key) => (key.names === ed25519Names ? { ...key, alg } : key)) as unknown as Keys;

/**
 * The secret of a key, to derive other keys from: the same bytes however the key was written. An EC key has many
 * spellings as DER (with its public point or without, compressed, with the parameters of its curve spelled out), and an
 * RSA key some (the order of its primes, the size of its exponent).
 */
export const keyMaterial = ({ privateKey }: SigningKey): Buffer => {
  const { kty, crv, d, e, p, q } = exportJwk(privateKey);
  const secret = kty === 'RSA' ? [e, ...[p, q].sort()] : [crv, d];
  return Buffer.from(JSON.stringify([kty, ...secret]), 'utf8');
};

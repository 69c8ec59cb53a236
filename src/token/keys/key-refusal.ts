const bits = 'RSA needs 2048 bits and an exponent of 65537, or more; an HMAC key needs 256 random bits';

/** What is wrong with a key, a sentence each. X1: none of them quotes it. */
const reasons = {
  empty: 'this text is empty. Make a key: npx pothos-email-auth keygen',
  public: 'this is a public key',
  encrypted:
    'this one is encrypted. Decrypt it first: openssl pkey -in FILE, or ssh-keygen -p -N "" -f FILE for a key of OpenSSH',
  path: "this is the path of a file. Give what stands in the file, such as readFileSync(path, 'utf8')",
  damaged:
    'this one is cut off or damaged. In a PEM, write | for each line break where the variable has one line',
  bare: 'this one lacks its first and its last line, -----BEGIN …----- and -----END …-----',
  json: 'this text begins like JSON, and is none',
  nested: 'this is a list in a list',
  function: 'this is a function where a key must be. Give one function, which answers with all keys',
  unknown:
    'this is neither a PEM nor a JWK. Make one: npx pothos-email-auth keygen. A key for HS256 is a JWK: { "kty": "oct", "k": "…" }',
  kind: 'this one is of another kind. Known are Ed25519, ECDSA (P-256, P-384, P-521), RSA, HMAC and ML-DSA',
  newer: 'this one is for ML-DSA, which needs Node 24.7 or newer',
  hardware: 'this one is in a security key, which signs only when somebody touches it',
  weak: `this one is too weak: ${bits}`,
  halves: 'the public half of this one belongs to another key',
  hidden:
    'this CryptoKey cannot be exported, and other keys are derived from it. Make it with extractable: true',
  published:
    'this one is an example that everybody knows, so anybody can sign with it. Make your own: npx pothos-email-auth keygen',
} as const;

/** Why a key is refused. */
export type KeyRefusal = keyof typeof reasons;

const mustBe = (option: string, why: string): TypeError =>
  new TypeError(`${option} must be a private key; ${why}`);

/** The TypeError for a key that is none, or not a good one. */
export const refuseKey = (option: string, why: KeyRefusal): TypeError => mustBe(option, reasons[why]);

/** The TypeError for a key that says itself that it is not for this. */
export const cannotSign = (option: string, why: string): TypeError =>
  mustBe(option, `this one cannot sign: ${why}`);

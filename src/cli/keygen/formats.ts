import type { JWK } from 'jose';
import { algorithmsOf } from '../../token/keys/algorithms.js';
import type { SigningKey } from '../../token/signing-key.js';

/** A way to write a key down. */
export type KeyFormat = (key: SigningKey) => string;

const pemOf = ({ privateKey }: SigningKey): string =>
  String(privateKey.export({ format: 'pem', type: 'pkcs8' }));

const jwkOf = ({ privateKey, kid, alg }: SigningKey): JWK => ({
  // Boundary: it is the type of Node, which has the same members.
  ...(privateKey.export({ format: 'jwk' }) as JWK),
  ...{ kid, alg, use: 'sig' },
});

/** Whether the server will use a key as it was meant: a PEM does not say its algorithm, and a secret has none. */
export const fitsPem = ({ privateKey, alg }: SigningKey): boolean =>
  privateKey.type !== 'secret' && algorithmsOf(privateKey)[0]?.[0] === alg;

const pem: KeyFormat = (key) => {
  if (!fitsPem(key))
    throw new Error(`A PEM cannot say that its key is for ${key.alg}. Use --format jwk or --format env.`);
  return pemOf(key);
};

const jwk: KeyFormat = (key) => `${JSON.stringify(jwkOf(key), null, 2)}\n`;

/**
 * A line for files of variables. Shells and readers of such files take what stands in these quotes as it is. It is
 * appended with `>>`, perhaps to a last line that does not end, so a line break comes first.
 */
const env: KeyFormat = (key) => {
  const value = fitsPem(key) ? pemOf(key).trim().replaceAll('\n', '|') : JSON.stringify(jwkOf(key));
  return `\nEMAIL_AUTH_SIGNING_KEY='${value}'\n`;
};

/** The formats, by name. */
export const formats: Readonly<Record<string, KeyFormat>> = { pem, env, jwk };

import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { createVerifier } from 'fast-jwt';
import * as jose6 from 'jose';
import * as jose4 from 'jose4';
import jsonwebtoken from 'jsonwebtoken';

/** The published keys of a service, as JSON came over the wire. */
export interface Published {
  readonly keys: readonly JsonWebKey[];
}

/** A token, and what its verifier expects. */
export interface Expected {
  readonly token: string;
  readonly issuer: string;
  readonly audience: string;
  /** The one algorithm that this verifier was told to accept. */
  readonly algorithm: string;
}

/** What another service does with our tokens: it answers with the claims, or rejects. */
export type OtherVerifier = (published: Published, expected: Expected) => Promise<unknown>;

const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;

/** The key that a token names, as those libraries want it that know no JWK. */
const pemOf = ({ keys }: Published, token: string): string => {
  const key = keys.find((each) => each.kid === kidOf(token));
  if (!key) throw new Error('There is no such key.');
  return createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' }) as string;
};

const byJose4: OtherVerifier = async (published, { token, issuer, audience, algorithm }) => {
  // Boundary: both have types of their own for what JSON says.
  const keys = jose4.createLocalJWKSet(published as unknown as jose4.JSONWebKeySet);
  return (await jose4.jwtVerify(token, keys, { issuer, audience, algorithms: [algorithm] })).payload;
};

const byJose6: OtherVerifier = async (published, { token, issuer, audience, algorithm }) => {
  const keys = jose6.createLocalJWKSet(published as unknown as jose6.JSONWebKeySet);
  return (await jose6.jwtVerify(token, keys, { issuer, audience, algorithms: [algorithm] })).payload;
};

const byJsonwebtoken: OtherVerifier = async (published, { token, issuer, audience, algorithm }) =>
  jsonwebtoken.verify(token, pemOf(published, token), {
    ...{ issuer, audience },
    algorithms: [algorithm as jsonwebtoken.Algorithm],
  });

const byFastJwt: OtherVerifier = async (published, { token, issuer, audience, algorithm }) =>
  createVerifier({
    ...{ key: pemOf(published, token), allowedIss: issuer, allowedAud: audience },
    algorithms: [algorithm as 'EdDSA'],
  })(token);

/** The libraries of npm. */
export const otherVerifiers: Readonly<Record<string, OtherVerifier>> = {
  'jose 4': byJose4,
  'jose 6': byJose6,
  jsonwebtoken: byJsonwebtoken,
  'fast-jwt': byFastJwt,
};

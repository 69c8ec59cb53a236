import { createHmac, createPublicKey, createSign, generateKeyPairSync, sign } from 'node:crypto';
import type { AuthTokens } from '../../src/index.js';
import { encodePart as encode, forge, partsOf } from '../support/jwt.js';
import { signingKey } from '../support/service.js';

/** What a forger knows, and keys that are hers. */
export const createForgery = ({ accessToken, refreshToken }: AuthTokens, now: number) => {
  const { header, payload, signature } = partsOf(accessToken);
  const publicKey = createPublicKey(signingKey);
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const unsigned = (more: object) => `${encode({ ...header, ...more })}.${encode(payload)}`;
  return {
    ...{ accessToken, refreshToken, header, payload, signature, stranger, now },
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }),
    publicJwk: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
    hmacWith: (key: string | Buffer, alg = 'HS256') => {
      const signed = unsigned({ alg });
      return `${signed}.${createHmac(`sha${alg.slice(2)}`, key)
        .update(signed)
        .digest('base64url')}`;
    },
    byStranger: (more: object) => {
      const signed = unsigned(more);
      return `${signed}.${sign(null, Buffer.from(signed), stranger).toString('base64url')}`;
    },
    signWithCurve: (es256: object) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const signed = `${encode(es256)}.${encode(payload)}`;
      const signer = createSign('sha256').update(signed);
      return `${signed}.${signer.sign({ key: privateKey, dsaEncoding: 'ieee-p1363' }, 'base64url')}`;
    },
  };
};

type Forgery = ReturnType<typeof createForgery>;

/** Something that is brought as an access token, and why it is refused. */
interface ForgedToken {
  readonly id: string;
  readonly must: string;
  readonly token: (forgery: Forgery) => string;
  /** `null`: it is taken. */
  readonly failure: 'invalid' | 'malformed' | 'expired' | null;
}

export const forgedTokens: readonly ForgedToken[] = [
  {
    id: 'token-1',
    must: 'MUST be taken: the token itself',
    token: ({ accessToken }) => accessToken,
    failure: null,
  },
  {
    id: 'token-2',
    must: 'MUST be invalid: alg none, no signature',
    token: ({ header, payload }) => `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`,
    failure: 'invalid',
  },
  {
    id: 'token-3',
    must: 'MUST be invalid: alg none, some signature',
    token: ({ header, payload }) => `${encode({ ...header, alg: 'none' })}.${encode(payload)}.AAAA`,
    failure: 'invalid',
  },
  {
    id: 'token-4',
    must: 'MUST be invalid: alg None',
    token: ({ header, payload }) => `${encode({ ...header, alg: 'None' })}.${encode(payload)}.AAAA`,
    failure: 'invalid',
  },
  {
    id: 'token-5',
    must: 'MUST be invalid: HMAC with the public PEM',
    token: ({ hmacWith, publicPem }) => hmacWith(publicPem),
    failure: 'invalid',
  },
  {
    id: 'token-6',
    must: 'MUST be invalid: HMAC with the public JWK',
    token: ({ hmacWith, publicJwk }) => hmacWith(publicJwk),
    failure: 'invalid',
  },
  {
    id: 'token-7',
    must: 'MUST be invalid: long HMAC with the public PEM',
    token: ({ hmacWith, publicPem }) => hmacWith(publicPem, 'HS512'),
    failure: 'invalid',
  },
  {
    id: 'token-8',
    must: 'MUST be invalid: P-256 with the kid of an Ed25519 key',
    token: ({ header, signWithCurve }) => signWithCurve({ ...header, alg: 'ES256' }),
    failure: 'invalid',
  },
  {
    id: 'token-9',
    must: 'MUST be invalid: another algorithm of the same signature',
    token: ({ header, payload }) => forge({ ...header, alg: 'Ed448' }, payload),
    failure: 'invalid',
  },
  {
    id: 'token-10',
    must: 'MUST be invalid: its name in other letters',
    token: ({ header, payload }) => forge({ ...header, alg: 'eddsa' }, payload),
    failure: 'invalid',
  },
  {
    id: 'token-11',
    must: 'MUST be malformed: no algorithm',
    token: ({ header, payload }) => forge({ ...header, alg: undefined }, payload),
    failure: 'malformed',
  },
  {
    id: 'token-12',
    must: 'MUST be malformed: a list of algorithms',
    token: ({ header, payload }) => forge({ ...header, alg: ['EdDSA'] }, payload),
    failure: 'malformed',
  },
  {
    id: 'token-13',
    must: 'MUST be invalid: no kid',
    token: ({ payload }) => forge({ alg: 'EdDSA', typ: 'at+jwt' }, payload),
    failure: 'invalid',
  },
  {
    id: 'token-14',
    must: 'MUST be invalid: a kid of nobody',
    token: ({ header, payload }) => forge({ ...header, kid: '__proto__' }, payload),
    failure: 'invalid',
  },
  {
    id: 'token-15',
    must: 'MUST be invalid: a key in its own header',
    token: ({ header, payload, stranger }) =>
      forge({ ...header, kid: 'x', jwk: stranger.export({ format: 'jwk' }) }, payload),
    failure: 'invalid',
  },
  {
    id: 'token-16',
    must: 'MUST be invalid: a certificate in its own header',
    token: ({ byStranger }) => byStranger({ x5c: ['MIIB'], x5t: 'x' }),
    failure: 'invalid',
  },
  {
    id: 'token-17',
    must: 'MUST be invalid: the address of a key',
    token: ({ byStranger }) => byStranger({ jku: 'https://eve.example/jwks', x5u: 'x' }),
    failure: 'invalid',
  },
  {
    id: 'token-18',
    must: "MUST be invalid: a stranger's key under our kid",
    token: ({ stranger, byStranger }) => byStranger({ jwk: stranger.export({ format: 'jwk' }) }),
    failure: 'invalid',
  },
  {
    id: 'token-19',
    must: 'MUST be invalid: a list as kid',
    token: ({ header, payload }) => forge({ ...header, kid: [header.kid] }, payload),
    failure: 'invalid',
  },
  {
    id: 'token-20',
    must: 'MUST be malformed: an unencoded payload',
    token: ({ header, payload }) => forge({ ...header, b64: false }, payload),
    failure: 'malformed',
  },
  {
    id: 'token-21',
    must: 'MUST be malformed: an unknown critical extension',
    token: ({ header, payload }) => forge({ ...header, crit: ['exp'], exp: 1 }, payload),
    failure: 'malformed',
  },
  {
    id: 'token-22',
    must: 'MUST be malformed: a critical extension',
    token: ({ header, payload }) => forge({ ...header, crit: ['b64'], b64: false }, payload),
    failure: 'malformed',
  },
  {
    id: 'token-23',
    must: 'MUST be invalid: no typ',
    token: ({ header, payload }) => forge({ alg: header.alg, kid: header.kid }, payload),
    failure: 'invalid',
  },
  {
    id: 'token-24',
    must: 'MUST be invalid: typ JWT',
    token: ({ header, payload }) => forge({ ...header, typ: 'JWT' }, payload),
    failure: 'invalid',
  },
  {
    id: 'token-25',
    must: 'MUST be invalid: a refresh token',
    token: ({ refreshToken }) => refreshToken,
    failure: 'invalid',
  },
  {
    id: 'token-26',
    must: 'MUST be invalid: another payload',
    token: ({ accessToken, payload, signature }) =>
      `${accessToken.split('.')[0]}.${encode({ ...payload, sub: 'eve@example.com' })}.${signature}`,
    failure: 'invalid',
  },
  {
    id: 'token-27',
    must: 'MUST be invalid: no exp',
    token: ({ header, payload }) => forge(header, { ...payload, exp: undefined }),
    failure: 'invalid',
  },
  {
    id: 'token-28',
    must: 'MUST be invalid: exp as text',
    token: ({ header, payload }) => forge(header, { ...payload, exp: 'tomorrow' }),
    failure: 'invalid',
  },
  {
    id: 'token-29',
    must: 'MUST be invalid: no generation',
    token: ({ header, payload }) => forge(header, { ...payload, gen: undefined }),
    failure: 'invalid',
  },
  {
    id: 'token-30',
    must: 'MUST be invalid: a generation as text',
    token: ({ header, payload }) => forge(header, { ...payload, gen: '1' }),
    failure: 'invalid',
  },
  {
    id: 'token-31',
    must: 'MUST be invalid: half a generation',
    token: ({ header, payload }) => forge(header, { ...payload, gen: 1.5 }),
    failure: 'invalid',
  },
  {
    id: 'token-32',
    must: 'MUST be invalid: no sid',
    token: ({ header, payload }) => forge(header, { ...payload, sid: undefined }),
    failure: 'invalid',
  },
  {
    id: 'token-33',
    must: 'MUST be invalid: not yet valid',
    token: ({ header, payload, now }) => forge(header, { ...payload, nbf: now + 1 }),
    failure: 'invalid',
  },
  {
    id: 'token-34',
    must: 'MUST be expired: expired',
    token: ({ header, payload, now }) => forge(header, { ...payload, exp: now }),
    failure: 'expired',
  },
  { id: 'token-35', must: 'MUST be malformed: garbage', token: () => 'garbage', failure: 'malformed' },
  {
    id: 'token-36',
    must: 'MUST be malformed: three dots of garbage',
    token: () => 'a.b.c',
    failure: 'malformed',
  },
  {
    id: 'token-37',
    must: 'MUST be malformed: a payload that is no object',
    token: ({ header }) => forge(header, [1]),
    failure: 'malformed',
  },
  { id: 'token-38', must: 'MUST be malformed: NUL', token: () => '\0', failure: 'malformed' },
  { id: 'token-39', must: 'MUST be malformed: nothing', token: () => '', failure: 'malformed' },
  {
    id: 'token-40',
    must: 'MUST be malformed: a million characters',
    token: () => 'a'.repeat(1_000_000),
    failure: 'malformed',
  },
];

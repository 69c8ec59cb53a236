import { createPublicKey, generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { importPKCS8, importSPKI, jwtVerify, SignJWT } from 'jose';
import { jwtSettings } from '../../../src/token/jwt-options.js';
import { openKeyring } from '../../../src/token/keyring.js';
import { toSigningKey } from '../../../src/token/signing-key.js';
import { createTokens } from '../../../src/token/token.js';
import type { Work } from './measure.js';

const alg = 'Ed25519';

/** Signing and verifying: bare, by jose, and by the library. */
export const tokenWork = async (): Promise<Work[]> => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = createPublicKey(privateKey);
  const joseKey = await importPKCS8(String(privateKey.export({ format: 'pem', type: 'pkcs8' })), alg);
  const josePublic = await importSPKI(String(publicKey.export({ format: 'pem', type: 'spki' })), alg);
  const keyring = await openKeyring([toSigningKey({ key: privateKey, option: 'signingKey' })]);
  const tokens = createTokens(async () => keyring, jwtSettings({}), Date.now);

  const iat = Math.floor(Date.now() / 1000);
  const identity = 'ada@example.com';
  const claims = {
    ...{ sub: identity, email: identity, sid: randomUUID(), gen: 1 },
    ...{ iat, exp: iat + 3600, jti: randomUUID() },
  };
  const header = { alg, kid: keyring.signer.kid, typ: 'at+jwt' };
  const text = Buffer.from(JSON.stringify(header) + JSON.stringify(claims));
  const signature = sign(null, text, privateKey);
  const byJose = () => new SignJWT(claims).setProtectedHeader(header).sign(joseKey);
  const joseToken = await byJose();
  const [access, refresh] = [await tokens.sign('at+jwt', claims), await tokens.sign('rt+jwt', claims)];
  return [
    { name: 'sign, Ed25519 of node:crypto alone', run: () => sign(null, text, privateKey) },
    { name: 'sign, jose alone', run: byJose },
    { name: 'sign a token', run: () => tokens.sign('at+jwt', claims) },
    { name: 'verify, Ed25519 of node:crypto alone', run: () => verify(null, text, publicKey, signature) },
    { name: 'verify, jose alone', run: () => jwtVerify(joseToken, josePublic, { algorithms: [alg] }) },
    // Refresh tokens are not remembered.
    { name: 'verify a token for the first time', run: () => tokens.verify('rt+jwt', refresh) },
    {
      name: 'verify a token that was seen before',
      run: () => tokens.verify('at+jwt', access),
      batch: 100,
    },
  ];
};

// B: plugin-jwt of Yoga, and scope-auth of Pothos.
import { generateKeyPairSync } from 'node:crypto';
import { createInlineSigningKeyProvider, extractFromHeader, useJWT } from '@graphql-yoga/plugin-jwt';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { createYoga } from 'graphql-yoga';
import jsonwebtoken from 'jsonwebtoken';
import { createBuilder } from '../servers/schema.mjs';
import { serve } from '../servers/serve.mjs';

// It takes no Ed25519. Of what it takes by default and a public key verifies, RSA is the fastest.
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const token = jsonwebtoken.sign({ sub: 'ada@example.com' }, privateKey, {
  algorithm: 'RS256',
  expiresIn: '1h',
});

const scopeAuth = { authScopes: ({ jwt }) => ({ user: jwt !== undefined }) };
const builder = createBuilder({ plugins: [ScopeAuthPlugin], scopeAuth }, { authScopes: { user: true } });
const plugin = useJWT({
  signingKeyProviders: [createInlineSigningKeyProvider(publicKey)],
  tokenLookupLocations: [extractFromHeader({ name: 'authorization', prefix: 'Bearer' })],
  tokenVerification: { algorithms: ['RS256'] },
  reject: { missingToken: false, invalidToken: true },
});
serve(createYoga({ schema: builder.toSchema(), plugins: [plugin], logging: false }), { token });

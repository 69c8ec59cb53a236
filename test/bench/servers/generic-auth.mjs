// C: generic-auth of Envelop, and jose for the token.
import { useGenericAuth } from '@envelop/generic-auth';
import { createYoga } from 'graphql-yoga';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { createBuilder } from './schema.mjs';
import { serve } from './serve.mjs';

const { privateKey, publicKey } = await generateKeyPair('Ed25519');
const token = await new SignJWT({ sub: 'ada@example.com' })
  .setProtectedHeader({ alg: 'Ed25519' })
  .setExpirationTime('1h')
  .sign(privateKey);

const resolveUserFn = async ({ request }) => {
  const header = request.headers.get('authorization');
  if (header === null) return null;
  return (await jwtVerify(header.slice(7), publicKey, { algorithms: ['Ed25519'] })).payload;
};

const schema = createBuilder({}, { extensions: { directives: { authenticated: [{}] } } }).toSchema();
const plugins = [useGenericAuth({ mode: 'protect-granular', resolveUserFn })];
serve(createYoga({ schema, plugins, logging: false }), { token });

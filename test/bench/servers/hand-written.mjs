// G: what one writes in an afternoon. No limits, no protection from guessing, no refresh: one token, one signature.
import { randomInt, randomUUID } from 'node:crypto';
import { createClient } from '@keyv/redis';
import { createYoga } from 'graphql-yoga';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { createBuilder } from './schema.mjs';
import { cache, code, redisUrl, serve } from './serve.mjs';

const inMemory = () => {
  const map = new Map();
  return {
    get: async (key) => map.get(key),
    set: async (key, value) => void map.set(key, value),
    delete: async (key) => void map.delete(key),
  };
};

const inRedis = async () => {
  const redis = await createClient({ url: redisUrl }).connect();
  return {
    get: (key) => redis.get(`g:${key}`),
    set: (key, value, seconds) => redis.set(`g:${key}`, value, { EX: seconds }),
    delete: (key) => redis.del(`g:${key}`),
  };
};

const store = cache === 'memory' ? inMemory() : await inRedis();
const { privateKey, publicKey } = await generateKeyPair('Ed25519');

const sign = async (email) => {
  const sid = randomUUID();
  await store.set(`session:${sid}`, email, 3600);
  return new SignJWT({ sub: email, sid })
    .setProtectedHeader({ alg: 'Ed25519' })
    .setExpirationTime('1h')
    .sign(privateKey);
};

const authenticate = async ({ request }) => {
  const header = request.headers.get('authorization');
  if (header === null) return { user: null };
  const { payload } = await jwtVerify(header.slice(7), publicKey, { algorithms: ['Ed25519'] });
  return { user: (await store.get(`session:${payload.sid}`)) ?? null };
};

const needsUser = (resolve) => (source, args, context, info) => {
  if (context.user === null) throw new Error('Please log in.');
  return resolve(source, args, context, info);
};

const builder = createBuilder({ plugins: [] });
builder.mutationType({
  fields: (t) => ({
    requestLoginCode: t.boolean({
      args: { email: t.arg.string({ required: true }) },
      resolve: async (_, { email }) => {
        randomInt(1_000_000);
        await store.set(`code:${email}`, code, 300);
        return true;
      },
    }),
    login: t.string({
      args: { email: t.arg.string({ required: true }), code: t.arg.string({ required: true }) },
      resolve: async (_, args) => {
        if ((await store.get(`code:${args.email}`)) !== args.code) throw new Error('Wrong code.');
        await store.delete(`code:${args.email}`);
        return sign(args.email);
      },
    }),
  }),
});

const schema = builder.toSchema();
for (const field of [schema.getQueryType().getFields().me, schema.getType('Item').getFields().id])
  field.resolve = needsUser(field.resolve);
serve(createYoga({ schema, context: authenticate, logging: false }), {
  token: await sign('ada@example.com'),
});

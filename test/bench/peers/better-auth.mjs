// D: better-auth with its e-mail codes. Its login is an HTTP API of its own; the schema asks it about the session.
import { createClient } from '@keyv/redis';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import { bearer, emailOTP } from 'better-auth/plugins';
import { createYoga } from 'graphql-yoga';
import { createBuilder } from '../servers/schema.mjs';
import { cache, code, redisUrl, serve } from '../servers/serve.mjs';

const inRedis = async () => {
  const redis = await createClient({ url: redisUrl }).connect();
  return {
    get: (key) => redis.get(`d:${key}`),
    set: (key, value, ttl) => redis.set(`d:${key}`, value, ttl ? { EX: ttl } : {}),
    delete: (key) => redis.del(`d:${key}`),
    getAndDelete: (key) => redis.getDel(`d:${key}`),
    increment: async (key, ttl) => {
      const [count] = await redis.multi().incr(`d:${key}`).expire(`d:${key}`, ttl).exec();
      return count;
    },
  };
};

const auth = betterAuth({
  baseURL: 'http://127.0.0.1',
  secret: 'a secret that is long enough for the bench',
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  ...(cache !== 'memory' && { secondaryStorage: await inRedis() }),
  // As for this library, a limit counts by caller, and each login of the bench is another caller's.
  rateLimit: { enabled: true },
  advanced: { ipAddress: { ipAddressHeaders: ['x-forwarded-for'] }, disableCSRFCheck: true },
  telemetry: { enabled: false },
  logger: { disabled: true },
  plugins: [emailOTP({ sendVerificationOTP: async () => {}, generateOTP: () => code }), bearer()],
});

const email = 'ada@example.com';
await auth.api.sendVerificationOTP({ body: { email, type: 'sign-in' } });
const { token } = await auth.api.signInEmailOTP({ body: { email, otp: code } });

const needsUser = (resolve) => (source, args, context, info) => {
  if (context.session === null) throw new Error('Please log in.');
  return resolve(source, args, context, info);
};
const schema = createBuilder().toSchema();
for (const field of [schema.getQueryType().getFields().me, schema.getType('Item').getFields().id])
  field.resolve = needsUser(field.resolve);

const yoga = createYoga({
  schema,
  context: async ({ request }) => ({ session: await auth.api.getSession({ headers: request.headers }) }),
  logging: false,
});
const api = toNodeHandler(auth);
serve((req, res) => (req.url.startsWith('/api/auth') ? api(req, res) : yoga(req, res)), { token });

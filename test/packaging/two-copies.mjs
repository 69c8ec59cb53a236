// One service, and a schema that the other copy of the package makes. Prints what came of it, as JSON.
// Run with `esm` or `cjs`: the copy that makes the service.
import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import * as esmCore from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import Keyv from 'keyv';
import * as esm from 'pothos-plugin-email-auth';
import * as esmYoga from 'pothos-plugin-email-auth/yoga';

const require = createRequire(import.meta.url);
const copies = {
  esm: { ...esm, ...esmYoga, SchemaBuilder: esmCore.default },
  cjs: {
    ...require('pothos-plugin-email-auth'),
    ...require('pothos-plugin-email-auth/yoga'),
    SchemaBuilder: require('@pothos/core').default,
  },
};
const [maker, other] = process.argv[2] === 'esm' ? [copies.esm, copies.cjs] : [copies.cjs, copies.esm];

const cache = { away: false };
class Records extends Map {
  get(key) {
    if (cache.away) throw new Error('away');
    return super.get(key);
  }
}
const keyv = new Keyv({ store: new Records() });
keyv.on('error', () => {});

const mails = [];
const signingKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
/** Makes a service. All have one cache and one key, so the tokens of one are good for all. */
const open = () =>
  maker.createEmailAuth({
    cache: keyv,
    signingKey,
    singleProcess: true,
    delivery: async (message) => {
      if (message.identity.startsWith('broken'))
        throw new other.DeliveryError('no', { scope: 'everybody', permanent: true });
      mails.push(message);
    },
    onEvent: () => {},
  });
const service = open();

async function* count() {
  for (let n = 1; ; n += 1) yield n;
}

const builder = new other.SchemaBuilder({ plugins: [other.default], emailAuth: service });
builder.queryType({
  fields: (t) => ({
    me: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.email }),
    required: t.string({ resolve: (_root, _args, ctx) => maker.requireClaims(ctx).email }),
    ip: t.string({ resolve: (_root, _args, ctx) => other.clientIp(ctx) }),
    open: t.string({ resolve: () => 'open' }),
  }),
});
builder.subscriptionType({
  fields: (t) => ({
    marked: t.int({ authenticated: true, nullable: true, subscribe: count, resolve: (n) => n }),
  }),
});
const schema = builder.toSchema();
const serve = (auth) =>
  createYoga({
    schema,
    logging: false,
    batching: true,
    plugins: [maker.useEmailAuth(auth, { ip: () => '198.51.100.7' })],
  });

const post = (yoga, body, token, accept = 'application/json') =>
  yoga.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: {
      accept,
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
const yoga = serve(service);
const ask = async (query, token, server = yoga) => (await post(server, { query }, token)).json();
const codes = ({ errors = [] }) => errors.map(({ message, extensions }) => extensions?.code ?? message);
const codesOf = async (...question) => codes(await ask(...question));

const login = (code) => `login(email: "ada@example.com", code: "${code}") { accessToken refreshToken }`;
await ask('mutation { requestLoginCode(email: "ada@example.com") { challenge } }');
await service.close();
const { data } = await ask(`mutation { ${login(mails[0].code)} }`);
const { accessToken, refreshToken } = data.login;

const refusals = {
  identity: await codesOf('mutation { requestLoginCode(email: "nobody") { challenge } }'),
  code: await codesOf(`mutation { ${login('000000')} }`),
  limit: await codesOf('mutation { requestLoginCode(email: "ada@example.com") { challenge } }'),
  field: await codesOf('{ me }'),
  required: await codesOf('{ required }'),
  refresh: await codesOf('mutation { refreshToken(token: "nonsense") { accessToken } }'),
};
const aliases = `mutation { a: ${login('1')} b: ${login('2')} }`;
const batch = await (await post(yoga, [{ query: aliases }, { query: aliases }])).json();
const budget = batch.flatMap(codes).filter((code) => code === 'INVALID_LOGIN_CODE').length;

const answers = {
  me: await ask('{ me required ip }', accessToken),
  foreign: await ask('{ me open }', accessToken, serve(open())),
};

const events = [];
const stream = await post(yoga, { query: 'subscription { marked }' }, accessToken, 'text/event-stream');
let text = '';
for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
  text += chunk;
  const parts = text.split('\n\n');
  text = parts.pop();
  for (const part of parts) {
    const line = part.split('\n').find((each) => each.startsWith('data: {'));
    if (!line) continue;
    const event = JSON.parse(line.slice(6));
    if (events.length === 0) await service.logout(refreshToken);
    if (events.length === 0 || event.errors) events.push(event.errors ? codes(event) : event.data);
  }
}

cache.away = true;
refusals.outage = await codesOf('{ me }', accessToken);
cache.away = false;
await ask('mutation { requestLoginCode(email: "broken@example.com") { challenge } }');
await service.close();
refusals.delivery = await codesOf('mutation { requestLoginCode(email: "eve@example.com") { challenge } }');

const thrown = await service.refresh('nonsense', { ip: null }).catch((error) => error);
class OwnError extends other.AuthError {}
const instances = {
  AuthError: thrown instanceof other.AuthError,
  subclass: thrown instanceof OwnError,
  something: [null, undefined, 1, {}, new Error('no')].some((thing) => thing instanceof other.AuthError),
};
console.log(JSON.stringify({ refusals, budget, answers, events, instances }));

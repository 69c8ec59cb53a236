import { generateKeyPairSync } from 'node:crypto';
import Keyv from 'keyv';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEmailAuth } from '../../src/index.js';
import { readOptions } from '../../src/options/settings.js';
import { signingKey } from '../support/service.js';

// biome-ignore lint/suspicious/noExplicitAny: what callers without types may pass
const create = (options: any) => createEmailAuth({ signingKey, delivery: async () => {}, ...options });

describe('createEmailAuth', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each([
    [{ cashe: 1 }, 'cashe is not an option; did you mean cache?'],
    [
      { accessToken: { lifetme: 1 } },
      'accessToken.lifetme is not an option; did you mean accessToken.lifetime?',
    ],
    // What is near to nothing: then it says what there is.
    [
      { accessToken: { expiresIn: 1 } },
      'accessToken.expiresIn is not an option; known: lifetime, checkSession',
    ],
    [{ secret: 'x' }, 'secret is not an option; known: cache, namespace, '],
    [{ accessToken: null }, 'accessToken must be an object, not null'],
    [
      { accessToken: { lifetime: 0 } },
      'accessToken.lifetime must be a whole number of seconds from 1 to 86400, not 0',
    ],
    [
      { accessToken: { lifetime: Number.NaN } },
      'accessToken.lifetime must be a whole number of seconds from 1 to 86400, not NaN',
    ],
    [
      { refreshToken: { reuseGrace: -1 } },
      'refreshToken.reuseGrace must be a number of seconds from 0 to 300, not -1',
    ],
    [{ loginCode: { length: 5 } }, 'loginCode.length must be a whole number from 6 to 12, not 5'],
    [
      { loginCode: { lifetime: 601 } },
      'loginCode.lifetime must be a whole number of seconds from 1 to 600, not 601',
    ],
    [
      { loginCode: { binding: 'none' } },
      "loginCode.binding must be 'optional' or 'required', not another string",
    ],
    [{ transport: 'cookies' }, "'cookie' or 'either', not another string; did you mean 'cookie'?"],
    [{ transport: 7 }, "transport must be 'bearer' or 'cookie' or 'either', not 7"],
    [{ transport: ' ' }, "transport must be 'bearer' or 'cookie' or 'either', not an empty one"],
    [
      { transport: 'cookie', cookies: { origins: ['https://app.example.com/'] } },
      'cookies.origins[0] must be an origin such as https://app.example.com, without anything behind it, not another string',
    ],
    [{ limits: { failuresPerIp: true } }, 'limits.failuresPerIp must be an object, not true'],
    [{ limits: { failuresPerIp: { limit: 0 } } }, 'limits.failuresPerIp.limit must be'],
    [{ limits: { perRequest: { login: 0 } } }, 'limits.perRequest.login must be'],
    [{ limits: { __proto__: null, constructor: 1 } }, 'limits.constructor is not an option'],
    [{ storeTimeout: Number.POSITIVE_INFINITY }, 'storeTimeout must be'],
    [{ namespace: 'a:b' }, 'namespace must be'],
    [{ cache: {} }, 'cache must be a Keyv, such as new Keyv(), or createKeyv(url) of @keyv/redis'],
    [{ cache: 'redis://127.0.0.1' }, 'cache must be a Keyv, such as new Keyv(), or createKeyv(url) of'],
    // Keyv 5 takes the address as options, and stays in memory.
    [
      { cache: new Keyv(Object('redis://127.0.0.1')) },
      'cache is a Keyv in memory, which connects to nothing',
    ],
    [{ cache: new Keyv({ uri: 'redis://127.0.0.1' } as object) }, 'use createKeyv(url) of @keyv/redis'],
    [{ cache: null }, 'cache must be a Keyv'],
    [{ claims: 'admin' }, 'claims must be a function, not a string'],
    [{ delivery: 'smtp' }, 'delivery must be a function, not a string'],
    [{ delivery: {} }, 'delivery.send must be a function'],
    [{ delivery: { send: async () => {}, mode: 'later' } }, "delivery.mode must be 'background' or 'await'"],
    [
      { delivery: { send: async () => {}, mode: 'await' }, claims: () => ({}) },
      "delivery.mode cannot be 'await' where there is a claims option",
    ],
    [
      { identity: { argument: 'code' } },
      'identity.argument must be a GraphQL name other than code and challenge',
    ],
    [{ identity: { mailbox: 'ada' } }, 'identity.mailbox must be a function, not a string'],
    [{ jwt: { header: { alg: 'none' } } }, 'jwt.header.alg cannot be set'],
    [{ jwt: { header: null } }, 'jwt.header must be an object'],
    [{ jwt: { audience: [''] } }, 'jwt.audience[0] must be'],
    [{ messages: { UNKNOWN: 'x' } }, 'messages.UNKNOWN is not an option'],
    [{ signingKey: 'secret-looking-garbage' }, 'signingKey must be a private key'],
    [{ signingKey: signingKey.slice(0, -30) }, 'write | for each line break where the variable has one line'],
    [{ signingKey: [] }, 'signingKey must hold at least one key'],
    [{ signingKey: [signingKey, 'garbage'] }, 'signingKey[1] must be a private key'],
    [{ signingKey: null }, 'signingKey must be a private key'],
    [
      { signingKey: generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) },
      'signingKey must be a private key',
    ],
  ])('refuses %#: $1', (options, message) => {
    expect(() => create(options)).toThrow(TypeError);
    expect(() => create(options)).toThrow(message);
  });

  it('calls its argument email, unless told otherwise', () => {
    const argumentOf = (identity: object) =>
      readOptions({ signingKey, delivery: async () => {}, identity }).identity.argument;
    expect([argumentOf({}), argumentOf({ argument: 'phone' })]).toEqual(['email', 'phone']);
  });

  it('never quotes a key', () => {
    expect(() => create({ signingKey: 'secret-looking-garbage' })).not.toThrow('secret-looking-garbage');
    expect(() => create({ namespace: 'se cret' })).not.toThrow('se cret');
  });

  it.each(['production', 'Production', ' PRODUCTION ', 'production\r'])(
    'refuses to start in production without a key or without a delivery: NODE_ENV=%j',
    (environment) => {
      vi.stubEnv('NODE_ENV', environment);
      vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', '');
      expect(() => create({ signingKey: undefined })).toThrow(/^signingKey is missing/);
      expect(() => create({ delivery: undefined })).toThrow(/^delivery is missing: .*nodemailerDelivery\(\{/);
      expect(() => create({})).not.toThrow();
    },
  );

  it('makes a key in development, with one warning, and prints codes to the terminal', async () => {
    vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', '');
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const print = vi.spyOn(console, 'info').mockImplementation(() => {});
    const auth = create({ signingKey: undefined, delivery: undefined });
    await auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1' });
    await auth.close();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(print.mock.calls[0]?.[0]).toMatch(/Login code for ada@example.com: \d{6} /);
  });

  it('takes the key from the variable, with | for line breaks', async () => {
    vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', signingKey.trim().replaceAll('\n', '|'));
    const { keys } = await create({ signingKey: undefined }).jwks();
    expect(keys).toEqual((await create({}).jwks()).keys);
  });

  it.each(['prime256v1', 'secp384r1', 'secp521r1'])(
    'signs with an ECDSA key on %s too',
    async (namedCurve) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve });
      const auth = create({ signingKey: privateKey.export({ format: 'jwk' }) });
      const { keys } = await auth.jwks();
      expect(keys[0]).toMatchObject({ kty: 'EC', alg: expect.stringMatching(/^ES(256|384|512)$/) });
      expect(keys[0]).not.toHaveProperty('d');
    },
  );

  it('warns once of callers without an address', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const auth = create({});
    for (let i = 0; i < 3; i += 1) await auth.requestLoginCode(`u${i}@example.com`, { ip: null });
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('is unmoved by a listener that throws or rejects', async () => {
    for (const onEvent of [
      () => {
        throw new Error('no');
      },
      async () => {
        throw new Error('no');
      },
    ]) {
      const auth = create({ onEvent });
      await expect(auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1' })).resolves.toBeDefined();
    }
  });
});

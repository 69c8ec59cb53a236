// A setup file: in every test file it learns each secret that the library makes or is given, and looks for them in every
// event, line of a log and error that the library makes (X1). The terminal delivery prints codes, which is its work.
import { afterAll, vi } from 'vitest';
import { derivedKeysOf, partsOfKey, privatePartsOf } from './private-parts.js';
import { createSecretCollector, type SecretCollector } from './secret-collector.js';
import { watchService } from './watched-service.js';

const name = Symbol.for('pothos-plugin-email-auth.secrets');

/** One for all files that share a process: their modules may be loaded once, and this file is run for each of them. */
const open = (): { readonly collector: SecretCollector; readonly learnt: Set<unknown> } => {
  const made = { collector: createSecretCollector(), learnt: new Set() };
  if (!Reflect.has(globalThis, name)) Reflect.set(globalThis, name, made);
  // Boundary: nobody else uses this symbol.
  return Reflect.get(globalThis, name) as typeof made;
};

const { collector, learnt } = open();
// What one file has learnt is no secret of the next one.
collector.forget();
learnt.clear();

const learnKeys = (given: unknown, read: () => readonly string[]): void => {
  if (learnt.has(given)) return;
  learnt.add(given);
  for (const part of read()) collector.learn('key', part);
};

const code = (made: string): string => {
  collector.learn('code', made);
  return made;
};

vi.mock(import('../../src/code/login-code.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    generateDigits: (length) => code(real.generateDigits(length)),
    generateLongCode: () => code(real.generateLongCode()),
  };
});

// Codes of a `generate` of the host's.
vi.mock(import('../../src/mail/message.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    writeMessage: (source, expiresIn, mail) => {
      code(source.code);
      return real.writeMessage(source, expiresIn, mail);
    },
  };
});

vi.mock(import('../../src/token/token.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    createTokens: (...args) => {
      const tokens = real.createTokens(...args);
      return {
        ...tokens,
        sign: async (type, claims) => {
          const token = await tokens.sign(type, claims);
          collector.learn('token', token);
          return token;
        },
      };
    },
  };
});

vi.mock(import('../../src/token/keys/parse-signing-keys.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    parseSigningKeys: (input, ...rest) => {
      learnKeys(input, () => privatePartsOf(input));
      const found = real.parseSigningKeys(input, ...rest);
      for (const { key } of found) learnKeys(key.kid, () => partsOfKey(key.privateKey));
      return found;
    },
  };
});

vi.mock(import('../../src/token/encryption/read-encryption-keys.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    readEncryptionKeys: (input) => {
      for (const each of [input].flat()) learnKeys(each, () => privatePartsOf(each));
      const keys = real.readEncryptionKeys(input);
      for (const { kid, key } of keys.all) learnKeys(kid, () => partsOfKey(key));
      return keys;
    },
  };
});

// What is in an encrypted token is one, too.
vi.mock(import('../../src/token/encryption/encryption.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    createEncryption: (keys) => {
      const encryption = real.createEncryption(keys);
      return {
        ...encryption,
        encrypt: (signed) => {
          collector.learn('token', signed);
          return encryption.encrypt(signed);
        },
      };
    },
  };
});

vi.mock(import('../../src/code/secret.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    createSecret: (materials) => {
      for (const material of materials) learnKeys(material.toString('hex'), () => derivedKeysOf(material));
      return real.createSecret(materials);
    },
  };
});

vi.mock(import('../../src/core/events.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    createEmit: (listener, clock) =>
      real.createEmit((event) => {
        // Who it was, and where, the caller has said herself.
        const { ip: _ip, ...more } = event;
        const { identity: _identity, network: _network, ...rest } = { identity: '', network: '', ...more };
        collector.audit(`event ${event.type}`, rest);
        return listener(event);
      }, clock),
  };
});

vi.mock(import('../../src/core/logger.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    loggerOf: (given) => {
      const logger = real.loggerOf(given);
      const say = (level: 'warn' | 'error') => (message: string) => {
        collector.audit(`logger.${level}`, message);
        return logger[level](message);
      };
      return { warn: say('warn'), error: say('error') };
    },
  };
});

vi.mock(import('../../src/core/terminal.js'), async (original) => {
  const { terminal } = await original();
  const say = (level: 'warn' | 'error') => (message: string) => {
    collector.audit(`terminal.${level}`, message);
    terminal[level](message);
  };
  return { terminal: { warn: say('warn'), error: say('error'), print: terminal.print } };
});

vi.mock(import('../../src/pothos/refusals.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    toGraphQLError: (error, presentation, reader) => {
      const told = real.toGraphQLError(error, presentation, reader);
      collector.audit('GraphQL error', told);
      return told;
    },
  };
});

vi.mock(import('../../src/create-email-auth.js'), async (original) => {
  const real = await original();
  return {
    ...real,
    createEmailAuth: (options) => {
      try {
        return watchService(real.createEmailAuth(options), collector);
      } catch (error) {
        collector.audit('error of createEmailAuth', error);
        throw error;
      }
    },
  };
});

// Files share a process: the next one would wait for ever.
afterAll(() => {
  if (!vi.isFakeTimers()) return;
  vi.useRealTimers();
  throw new Error('Fake timers were left behind: call vi.useRealTimers() in afterEach.');
});

afterAll(() => {
  const places = new Set(collector.leaks.map(({ kind, place }) => `a ${kind} in: ${place}`));
  if (places.size > 0) throw new Error(`Secrets have come out.\n${[...places].join('\n')}`);
});

// After a replacement, Vitest no longer takes back what `vi.stubEnv` sets: the next files would find it.
const environment = process.env;
afterAll(() => {
  if (process.env === environment) return;
  process.env = environment;
  throw new Error('process.env was replaced: set variables by vi.stubEnv.');
});

// Vitest takes these back before the next test of a file, but not before the next file.
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

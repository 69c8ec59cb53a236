import { randomBytes } from 'node:crypto';
import { jwtSettings } from '../../src/token/jwt-options.js';
import { openKeyring } from '../../src/token/keyring.js';
import { generateSigningKey } from '../../src/token/signing-key.js';
import { createTokens } from '../../src/token/token.js';

const random = (bytes: number) => randomBytes(bytes).toString('hex');

/** Claims that take much memory for their characters, each in its own way. */
const kinds = {
  text: () => ({ text: random(2500) }),
  names: () => Object.fromEntries(Array.from({ length: 350 }, () => [random(4), 1])),
  objects: () => ({ list: Array.from({ length: 1600 }, () => ({})) }),
  few: () => ({ role: 'user' }),
};

/** A token that was cut out of a long header, as V8 does it: the text of the header lives as long as the token. */
const cut = (token: string): string => `Bearer ${' '.repeat(20_000)}${token}`.slice(20_007);

const heldBy = async (kind: keyof typeof kinds, count: number): Promise<number> => {
  const keyring = await openKeyring([generateSigningKey()]);
  const tokens = createTokens(
    async () => keyring,
    jwtSettings({}),
    () => 1_767_225_600_000,
  );
  const now = 1_767_225_600;
  const who = {
    sub: 'ada@example.com',
    email: 'ada@example.com',
    sid: random(8),
    gen: 1,
    iat: now,
    exp: now + 300,
  };
  const remember = async () => {
    const token = await tokens.sign('at+jwt', { ...who, jti: random(8), ...kinds[kind]() });
    const verified = await tokens.verify('at+jwt', cut(token));
    if (!verified.ok) throw new Error(verified.failure);
  };
  const heap = () => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  await remember();
  const before = heap();
  for (let i = 0; i < count; i += 1) await remember();
  const held = heap() - before;
  // Alive until here.
  await remember();
  return held;
};

// Boundary: the test that starts this process says what it wants.
const [kind, count] = process.argv.slice(2) as [keyof typeof kinds, string];
void heldBy(kind, Number(count)).then((bytes) => process.stdout.write(String(bytes)));

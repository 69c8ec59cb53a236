import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@keyv/redis';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GuardOption } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { useRedis } from '../support/redis.js';
import { createTestAuth, reasonOf } from '../support/service.js';
import { docs } from './pages.js';
import type { Replacements } from './run-among.js';
import { runBlock } from './run-block.js';

const { afterwards } = useCleanUps();
const page = 'docs/captcha.md';
const identity = 'ada@example.com';
const ip = '192.0.2.1';

interface Verification {
  readonly secret?: string;
  readonly response?: string;
  readonly remoteip?: string;
  readonly idempotency_key?: string;
}
type Reply = { readonly status?: number; readonly body: string | null };

const solved = { success: true, hostname: 'app.example.com', action: 'login', 'error-codes': [] };
const refused = (...codes: string[]) => ({ success: false, 'error-codes': codes });
const json = (answer: object, status = 200): Reply => ({ status, body: JSON.stringify(answer) });

/** Verifies tokens as Turnstile does: each once, or again with the key of the first time. */
const siteverify = () => {
  const spent = new Map<string, string>();
  return ({ response = '', secret, idempotency_key: key = '' }: Verification): Reply => {
    if (secret !== 'the secret') return json(refused('invalid-input-secret'), 400);
    if (!response.startsWith('solved')) return json(refused('invalid-input-response'));
    const by = spent.get(response);
    if (by !== undefined && by !== key) return json(refused('timeout-or-duplicate'));
    spent.set(response, key);
    return json(solved);
  };
};

/** The recipe, against an endpoint on loopback. A reply without a body is a connection that is cut; null is no reply. */
const openTurnstile = async (
  reply: (asked: Verification, count: number) => Reply | null = siteverify(),
  options: { readonly replacements?: Replacements; readonly timeout?: number } = {},
) => {
  const asked: Verification[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const verification = JSON.parse(Buffer.concat(chunks).toString());
    asked.push(verification);
    const answer = reply(verification, asked.length);
    if (answer === null) return;
    const { status = 200, body } = answer;
    if (body === null) req.socket.destroy();
    else res.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterwards(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/siteverify`;
  const { guard } = await runBlock<{ guard: GuardOption }>('docs/captcha.md', 'siteverify', {
    'https://challenges.cloudflare.com/turnstile/v0/siteverify': url,
    // From the first try on, but for the test of that.
    '< 0.5': `< ${pressure}`,
    ...options.replacements,
  });
  const { auth, ...service } = createTestAuth({
    guard,
    logger: { warn: () => {}, error: () => {} },
    loginCode: { resendAfter: 0 },
    delivery: { send: async () => {}, timeout: options.timeout ?? 30 },
  });
  const ask = (captcha?: string, from: string | null = ip) =>
    reasonOf(auth.requestLoginCode(identity, { ip: from, args: { captcha } }));
  return { auth, ask, asked, ...service };
};
let pressure = '0';

beforeEach(() => {
  pressure = '0';
  vi.stubEnv('TURNSTILE_SECRET', 'the secret');
  vi.stubEnv('ALTCHA_SECRET', 'the secret');
});

describe('the recipe for Turnstile', () => {
  it('lets a solved captcha pass, once', async () => {
    const { ask, asked } = await openTurnstile();
    expect(await ask('solved 1')).toBe('ok');
    expect(await ask('solved 1')).toBe('captcha');
    expect(await ask('solved 2', null)).toBe('ok');
    expect(asked.map(({ remoteip }) => remoteip)).toEqual([ip, ip, undefined]);
    expect(new Set(asked.map(({ idempotency_key }) => idempotency_key)).size).toBe(3);
  });

  it.each([undefined, '', 'forged', 'solved'.repeat(400)])('refuses %j', async (captcha) => {
    const { ask, asked } = await openTurnstile();
    expect(await ask(captcha)).toBe('captcha');
    expect(asked).toHaveLength(captcha === 'forged' ? 1 : 0);
  });

  it.each([
    ['of another page', { ...solved, hostname: 'evil.example' }],
    ['of another form', { ...solved, action: 'contact' }],
    ['that is almost solved', { ...solved, success: 'yes' }],
    ['that says nothing', {}],
  ])('refuses a token %s', async (_, answer) => {
    const { ask } = await openTurnstile(() => json(answer));
    expect(await ask('solved')).toBe('captcha');
  });

  it('is asked for only under pressure', async () => {
    pressure = '0.5';
    const { ask, asked } = await openTurnstile();
    const outcomes: string[] = [];
    for (let i = 0; i < 7; i += 1) outcomes.push(await ask());
    // Strangers may ask for five mails to an address: three are more than half.
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'captcha', 'captcha', 'captcha', 'captcha']);
    expect(asked).toHaveLength(0);
    expect(await ask('solved')).toBe('ok');
  });

  it('asks again where the connection is cut, with the same key', async () => {
    const verify = siteverify();
    const { ask, asked } = await openTurnstile((verification, count) => {
      const answer = verify(verification);
      return count === 1 ? { body: null } : answer;
    });
    expect(await ask('solved')).toBe('ok');
    expect(asked).toHaveLength(2);
    expect(asked[0]).toEqual(asked[1]);
  });

  it('gives up with the service, and does not begin again', async () => {
    const { ask, asked } = await openTurnstile(() => null, { timeout: 0.2 });
    expect(await ask('solved')).toBe('SERVICE_UNAVAILABLE');
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Reply]>([
    ['away', { body: null }],
    ['broken', json(solved, 503)],
    ['another page', { body: '<html>' }],
    ['told a wrong secret', json(refused('invalid-input-secret'), 400)],
    ['failing', json(refused('internal-error'))],
  ])('is an outage where Turnstile is %s, and no refusal', async (_, reply) => {
    const { ask, events } = await openTurnstile(() => reply);
    expect(await ask('solved')).toBe('SERVICE_UNAVAILABLE');
    expect(events).toMatchObject([{ type: 'store.unavailable', step: 'guard' }]);
  });
});

describe('the recipe for Turnstile that lets everybody pass while Turnstile is away', () => {
  const replacements = {
    'await isSolved(captcha, attempt)': 'await isSolved(captcha, attempt).catch(() => true)',
  };

  it('does so only then, and for nothing that a stranger can bring about', async () => {
    let away = false;
    const verify = siteverify();
    const { ask } = await openTurnstile((asked) => (away ? { body: null } : verify(asked)), { replacements });
    const tokens = ['forged', 'solved'.repeat(400), '\ud800', '"}', ''];
    for (const token of tokens) expect(await ask(token)).toBe('captcha');
    away = true;
    expect(await ask('forged')).toBe('ok');
    expect(await ask('solved'.repeat(400))).toBe('captcha');
    expect(await ask()).toBe('captcha');
  });

  it('is a sentence of the page', () => {
    const text = docs.find(({ path }) => path === page)?.text;
    for (const words of Object.values(replacements)) expect(text).toContain(`\`${words}\``);
  });
});

interface Altcha {
  readonly newChallenge: () => Promise<Challenge>;
  readonly isSolved: (captcha: string) => Promise<boolean>;
}
const openAltcha = (replacements: Replacements = {}) =>
  runBlock<Altcha>('docs/captcha.md', 'newChallenge', { 'cost: 5_000': 'cost: 2', ...replacements });
const encode = (payload: unknown) => btoa(JSON.stringify(payload));
const solve = async (challenge: Challenge) => {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error('not solved');
  return { challenge, solution };
};

describe('the recipe for ALTCHA', () => {
  it('takes a solution once, also of two that come at once', async () => {
    const { newChallenge, isSolved } = await openAltcha();
    const captcha = encode(await solve(await newChallenge()));
    const outcomes = await Promise.all([isSolved(captcha), isSolved(captcha), isSolved(captcha)]);
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await isSolved(captcha)).toBe(false);
    expect(await isSolved(encode(await solve(await newChallenge())))).toBe(true);
  });

  it('takes a solution once in many processes, with the step of Redis that the page names', async () => {
    const [, step = ''] =
      /`(\(await redis\.set\([^`]*)`/.exec(docs.find(({ path }) => path === page)?.text ?? '') ?? [];
    const { url, stop } = await useRedis();
    afterwards(stop);
    const redis = createClient({ url });
    await redis.connect();
    afterwards(() => redis.destroy());
    vi.stubGlobal('redis', redis);
    const inRedis = {
      'const used =': 'declare const redis: any;\nconst used =',
      'used.setIfAbsent(nonce, true)': step,
    };
    const [first, second] = [await openAltcha(inRedis), await openAltcha(inRedis)];
    const captcha = encode(await solve(await first.newChallenge()));
    const outcomes = await Promise.all([first, second, first].map(({ isSolved }) => isSolved(captcha)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await second.isSolved(captcha)).toBe(false);
  });

  it('takes no solution after its time', async () => {
    const { newChallenge, isSolved } = await openAltcha();
    const captcha = encode(await solve(await newChallenge()));
    const later = Date.now() + 301_000;
    const clock = vi.spyOn(Date, 'now').mockReturnValue(later);
    afterwards(() => clock.mockRestore());
    expect(await isSolved(captcha)).toBe(false);
  });

  it('takes nothing that is altered, and fails over nothing that a stranger sends', async () => {
    const { newChallenge, isSolved } = await openAltcha();
    const { challenge, solution } = await solve(await newChallenge());
    const { parameters } = challenge;
    const altered = [
      { challenge: { ...challenge, parameters: { ...parameters, nonce: '00' } }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, expiresAt: 9e9 } }, solution },
      { challenge: { ...challenge, parameters: { ...parameters, keyPrefix: '' } }, solution },
      { challenge: { ...challenge, signature: undefined }, solution },
      { challenge, solution: { ...solution, counter: solution.counter + 1 } },
      { challenge, solution: null },
      ...[{ challenge: null }, { challenge: { parameters: null } }, {}, [], null, 5, 'text'],
    ].map(encode);
    for (const captcha of [...altered, '', '%', 'bm8', 'x'.repeat(2000)]) {
      expect([captcha, await isSolved(captcha)]).toEqual([captcha, false]);
    }
    expect(await isSolved(encode({ challenge, solution }))).toBe(true);
  });

  it('takes no solution of a challenge that was signed with another secret', async () => {
    const { isSolved } = await openAltcha();
    vi.stubEnv('ALTCHA_SECRET', 'another secret');
    const other = await openAltcha();
    expect(await isSolved(encode(await solve(await other.newChallenge())))).toBe(false);
  });

  it('does not start without a secret', async () => {
    vi.stubEnv('ALTCHA_SECRET', '');
    await expect(openAltcha()).rejects.toThrow('ALTCHA_SECRET is missing.');
  });
});

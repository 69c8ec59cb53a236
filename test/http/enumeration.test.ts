import { randomInt } from 'node:crypto';
import { createYoga, type Plugin } from 'graphql-yoga';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import type { AuthState } from '../../src/index.js';
import { nodemailerDelivery } from '../../src/mail/nodemailer.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { startHttpServer } from '../support/http-server.js';
import { startMailServer } from '../support/mail-server.js';
import { noLimits, signingKey } from '../support/service.js';

const request =
  'mutation ($email: String!) { requestLoginCode(email: $email) { challenge expiresIn resendAfter } }';
const latency = 20;

const later = (work: () => void) => void setTimeout(work, latency);

/** How often a value of the first is below one of the second: 0.5 where they cannot be told apart. */
const areaUnderCurve = (first: readonly number[], second: readonly number[]): number => {
  const wins = first.flatMap((a) => second.map((b) => (Math.sign(b - a) + 1) / 2));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
};

const withoutRandom = (body: unknown): string =>
  JSON.stringify(body).replace(/"challenge":"[\w-]{22}"/, '"challenge":"…"');

describe.each([
  ['reply first', false, 300],
  // The naive version, for comparison: lookup and mail before the reply.
  ['reply last', true, 40],
] as const)('known and unknown addresses, %s', (order, waits, rounds) => {
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let http: Awaited<ReturnType<typeof startHttpServer>>;
  let app: ReturnType<typeof createApp>;
  beforeAll(async () => {
    mail = await startMailServer({
      onMailFrom: (_, __, done) => later(done),
      onRcptTo: (_, __, done) => later(done),
    });
    const claims = async (address: string) => {
      await new Promise<void>((resolve) => later(resolve));
      return address.startsWith('known') ? { role: 'user' as const } : null;
    };
    const send = nodemailerDelivery({ transport: mail.url, from: 'login@example.com' });
    app = createApp({ signingKey, limits: noLimits, claims, delivery: { send, concurrency: 50 } });
    const naive: Plugin<{ auth: AuthState }> = {
      // Nobody tells when the answer leaves, and it does not leave before everything is done.
      onContextBuilding: async ({ context, extendContext }) =>
        extendContext(await app.auth.context(context, undefined, {})),
      onResponse: () => app.auth.close(),
    };
    const plugins = [waits ? naive : useEmailAuth(app.auth)];
    http = await startHttpServer(createYoga({ schema: app.schema, plugins }));
  });
  afterAll(async () => {
    await app.auth.close();
    await http.stop();
    await mail.stop();
  });

  const ask = async (kind: 'known' | 'unknown', round: number) => {
    const variables = { email: `${kind}-${round}@example.com` };
    const start = performance.now();
    const body = await http.query(request, variables);
    return { time: performance.now() - start, body: withoutRandom(body) };
  };

  it(`are ${waits ? '' : 'not '}told apart by the time of the answer, and never by its body`, async () => {
    const times = { known: [] as number[], unknown: [] as number[] };
    const bodies = new Set<string>();
    for (let round = -20; round < rounds; round += 1) {
      const kinds = randomInt(2) ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
      for (const kind of kinds) {
        const { time, body } = await ask(kind, round);
        bodies.add(body);
        // The first rounds warm up.
        if (round >= 0) times[kind].push(time);
      }
    }
    const area = areaUnderCurve(times.unknown, times.known);
    console.info(`unknown answered before known, ${order}: ${area.toFixed(2)}`);
    expect(bodies.size).toBe(1);
    if (waits) {
      expect(area).toBeGreaterThan(0.95);
    } else {
      expect(area).toBeGreaterThan(0.4);
      expect(area).toBeLessThan(0.6);
    }
  }, 120_000);
});

import { createYoga, type Plugin } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import type { AuthState } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startHttpServer } from '../support/http-server.js';
import { startMailServer } from '../support/mail-server.js';
import { noLimits, signingKey } from '../support/service.js';

// What the time of the answer tells is measured by `npm run bench:timing`.

const request =
  'mutation ($email: String!) { requestLoginCode(email: $email) { challenge expiresIn resendAfter } }';

const withoutRandom = (body: unknown): string =>
  JSON.stringify(body).replace(/"challenge":"[\w-]{22}"/, '"challenge":"…"');

const { afterwards } = useCleanUps();

/** Opens once, for all who wait at it. */
const createGate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
};

/** A server whose lookups and whose mail server wait until they are let go on. */
const openServer = async ({ repliesLast = false } = {}) => {
  const lookup = createGate();
  const recipient = createGate();
  const lookedUp: string[] = [];
  const mail = await startMailServer({ onRcptTo: (_, __, done) => void recipient.opened.then(() => done()) });
  const claims = async (address: string) => {
    lookedUp.push(address);
    await lookup.opened;
    return address.startsWith('known') ? { role: 'user' as const } : null;
  };
  const onEvent = () => {};
  const send = nodemailerDelivery({ transport: mail.url, from: 'login@example.com' });
  const { auth, schema } = createApp({ signingKey, limits: noLimits, claims, delivery: send, onEvent });
  const last: Plugin<{ auth: AuthState }> = {
    // Nobody tells when the answer leaves, and it does not leave before everything is done.
    onContextBuilding: async ({ context, extendContext }) =>
      extendContext(await auth.context(context, undefined, {})),
    onResponse: () => auth.close(),
  };
  const plugins = [repliesLast ? last : useEmailAuth(auth)];
  const http = await startHttpServer(createYoga({ schema, plugins }));
  for (const stop of [mail.stop, http.stop, () => auth.close()]) afterwards(stop);
  const ask = async (email: string) => withoutRandom(await http.query(request, { email }));
  return { auth, mail, lookup, recipient, lookedUp, ask };
};

describe('known and unknown addresses', () => {
  it('get the same answer', async () => {
    const { lookup, recipient, ask } = await openServer();
    lookup.open();
    recipient.open();
    const answers = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      for (const kind of ['known', 'unknown']) answers.add(await ask(`${kind}-${round}@example.com`));
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain('"challenge":"…"');
  });

  it('get it before they are looked up, and before a mail is sent', async () => {
    const { auth, mail, lookup, recipient, lookedUp, ask } = await openServer();
    const addresses = ['known-1@example.com', 'unknown-1@example.com', 'known-2@example.com'];
    for (const address of addresses) expect(await ask(address)).toContain('"challenge":"…"');
    lookup.open();
    for (const address of ['known-3@example.com', 'unknown-2@example.com']) await ask(address);
    expect(mail.mails).toEqual([]);
    recipient.open();
    await auth.close();
    expect(lookedUp).toEqual(expect.arrayContaining(addresses));
    expect(mail.mails.flatMap(({ recipients }) => recipients).sort()).toEqual([
      ...['known-1@example.com', 'known-2@example.com', 'known-3@example.com'],
    ]);
  });

  it('would wait for the lookup and the mail where a server replies last', async () => {
    const { mail, lookup, recipient, lookedUp, ask } = await openServer({ repliesLast: true });
    const order: string[] = [];
    const answer = ask('known@example.com').then(() => order.push('answered'));
    await expect.poll(() => lookedUp.length).toBe(1);
    order.push('looked up');
    lookup.open();
    const arrived = mail.next().then(() => order.push('mailed'));
    recipient.open();
    await Promise.all([answer, arrived]);
    expect(order).toEqual(['looked up', 'mailed', 'answered']);
  });
});

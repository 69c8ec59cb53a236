import { expect } from 'vitest';
import { nodemailerDelivery } from '../../../src/delivery/nodemailer/index.js';
import type { NoticeMessage } from '../../../src/index.js';
import { startMailServer } from '../../support/mail-server.js';
import { noLimits, reasonOf, wrongCode } from '../../support/service.js';
import type { Guarantee } from '../guarantee.js';
import type { World } from '../world.js';

const identity = 'ada@example.com';
const headers = 'x\r\nBcc: eve@evil.example\r\n\r\nevil';

/** What somebody may send who wants the owner of an address to read something else than a code. */
const words: readonly string[] = [
  'Your account is locked go to evil.example/1.0 ',
  'Call 0900 evil now/1.0 (Windows NT 10.0)',
  'evil.example/login (iPhone; iOS 17)',
  'Mozilla/5.0 (<a href="https://evil.example">Log in</a>) Firefox/140.0',
  'evil/1 Firefox/140.0',
  '=?utf-8?q?evil?= ',
  '\u202Eevil/1.0 ',
  headers,
];

/** Asks for codes with these, and answers with the mails as the server reads them. */
const mailsFor = async ({ service, afterwards }: World) => {
  const server = await startMailServer();
  afterwards(server.stop);
  const delivery = nodemailerDelivery({ transport: server.url, from: 'login@example.com' });
  const { auth } = service({ delivery, limits: noLimits, loginCode: { resendAfter: 0 } });
  for (const text of words) {
    const args = { locale: text, name: text, [text]: text };
    const caller = { ip: '192.0.2.1', userAgent: text, locale: text, args };
    await auth.requestLoginCode('ada@example.com', caller);
  }
  await auth.close();
  return server.mails;
};

/** A delivery whose notices go this way. */
const notifying = (notify: (message: NoticeMessage) => Promise<void>) => {
  const codes: string[] = [];
  const send = async ({ code }: { readonly code: string }) => void codes.push(code);
  return { codes, delivery: Object.assign(send, { notify }) };
};

/** Logs in from new networks with these, and answers with the notices as the server reads them. */
const noticesFor = async ({ service, afterwards }: World) => {
  const server = await startMailServer();
  afterwards(server.stop);
  const { notify } = nodemailerDelivery({ transport: server.url, from: 'login@example.com' });
  const { codes, delivery } = notifying(async (message) => notify?.(message));
  const options = { delivery, limits: noLimits, mail: { notifyNewNetwork: true } };
  const { auth } = service({ ...options, loginCode: { resendAfter: 0 } });
  for (const [index, text] of ['Firefox/140.0', ...words].entries()) {
    const args = { locale: text, name: text, [text]: text };
    const caller = { ip: `192.0.2.${index}`, userAgent: text, locale: text, args };
    await auth.requestLoginCode(identity, caller);
    await auth.close();
    await auth.login({ identity, code: codes.at(-1) ?? '' }, caller);
  }
  await auth.close();
  return server.mails;
};

export const mails: readonly Guarantee[] = [
  {
    id: 'M2',
    must: 'A mail, as the library writes it, MUST NOT hold a word, a header or markup of the caller: of a browser it says a known name or nothing',
    attack: {
      'words, headers and markup as browser, language and arguments': async (world) => {
        const mails = await mailsFor(world);
        expect(mails).toHaveLength(words.length);
        for (const { recipients, source, parsed } of mails) {
          expect(recipients).toEqual(['ada@example.com']);
          const read = [parsed.subject, parsed.text, parsed.html].join('\n');
          expect(read).toContain('It is valid for');
          expect(`${source}${read}`).not.toMatch(/evil|0900|<a\b|^bcc/im);
        }
      },
      'the same in notices': async (world) => {
        const mails = await noticesFor(world);
        expect(mails).toHaveLength(words.length);
        for (const { recipients, source, parsed } of mails) {
          expect(recipients).toEqual(['ada@example.com']);
          const read = [parsed.subject, parsed.text, parsed.html].join('\n');
          expect(read).toContain('Somebody has logged in');
          expect(`${source}${read}`).not.toMatch(/evil|0900|<a\b|^bcc/im);
        }
      },
    },
  },
  {
    id: 'M3',
    must: 'A notice of a new network MUST follow a login and nothing else, and one login at most one. It MUST NOT hold a code or a token, and MUST NOT delay or fail the login',
    attack: {
      'a stranger who does everything but log in': async ({ service }) => {
        const notices: unknown[] = [];
        const { codes, delivery } = notifying(async (message) => void notices.push(message));
        const options = { delivery, limits: noLimits, mail: { notifyNewNetwork: true } };
        const claims = (_: string, { ip }: { readonly ip: string | null }) =>
          ip === '203.0.113.3' ? null : {};
        const { auth } = service({ ...options, claims, loginCode: { resendAfter: 0 } });
        const ask = async (ip: string) => {
          const { challenge } = await auth.requestLoginCode(identity, { ip });
          await auth.close();
          return { identity, challenge, code: codes.at(-1) ?? '' };
        };
        await auth.login(await ask('192.0.2.1'), { ip: '192.0.2.1' });
        const { code, ...guess } = await ask('203.0.113.1');
        for (const wrong of [wrongCode(code), '', 'x', '💥'])
          await reasonOf(auth.login({ ...guess, code: wrong }, { ip: '203.0.113.1' }));
        await auth.login({ ...guess, code }, { ip: '192.0.2.1' });
        // Spent, and right for somebody who is not let in.
        await reasonOf(auth.login({ ...guess, code }, { ip: '203.0.113.2' }));
        await reasonOf(auth.login(await ask('203.0.113.3'), { ip: '203.0.113.3' }));
        await auth.close();
        expect(notices).toEqual([]);
        const input = await ask('203.0.113.4');
        await Promise.all(
          Array.from({ length: 20 }, () => reasonOf(auth.login(input, { ip: '203.0.113.4' }))),
        );
        await auth.close();
        expect(notices).toHaveLength(1);
      },
      'a reader of notices, who looks for something to log in with': async ({ service }) => {
        const notices: NoticeMessage[] = [];
        const { codes, delivery } = notifying(async (message) => void notices.push(message));
        const options = { delivery, limits: noLimits, mail: { notifyNewNetwork: true } };
        const { auth } = service({ ...options, loginCode: { resendAfter: 0 } });
        const tokens: string[] = [];
        for (const ip of ['192.0.2.1', '203.0.113.1', '203.0.113.2']) {
          const { challenge } = await auth.requestLoginCode(identity, { ip });
          await auth.close();
          const login = { identity, challenge, code: codes.at(-1) ?? '' };
          const { accessToken, refreshToken } = await auth.login(login, { ip });
          tokens.push(accessToken, refreshToken, challenge);
        }
        await auth.close();
        expect(notices).toHaveLength(2);
        const read = JSON.stringify(notices);
        for (const secret of [...codes, ...tokens]) expect(read).not.toContain(secret);
      },
      'a delivery that hangs or throws': async ({ service }) => {
        for (const trouble of [() => new Promise<void>(() => {}), () => Promise.reject(new Error('no'))]) {
          const { codes, delivery } = notifying(trouble);
          const options = { delivery: { send: delivery, attempts: 1 }, limits: noLimits };
          const { auth } = service({
            ...options,
            loginCode: { resendAfter: 0 },
            mail: { notifyNewNetwork: true },
          });
          for (const ip of ['192.0.2.1', '203.0.113.1']) {
            await auth.requestLoginCode(identity, { ip });
            await auth.close({ timeout: 1 });
            const login = auth.login({ identity, code: codes.at(-1) ?? '' }, { ip });
            expect(await reasonOf(login)).toBe('ok');
          }
          await auth.close({ timeout: 0.05 });
        }
      },
    },
  },
];

import { expect } from 'vitest';
import { nodemailerDelivery } from '../../../src/delivery/nodemailer/index.js';
import { noLimits, reasonOf } from '../../support/service.js';
import { pathOf, startSmtpSink } from '../../support/smtp-sink.js';
import type { Guarantee } from '../guarantee.js';
import type { World } from '../world.js';

/** What somebody types, another spelling of it, and the one that is keyed and mailed. */
const spellings: readonly (readonly [typed: string, other: string, mailed: string])[] = [
  [' ADA.Lovelace@EXAMPLE.com ', 'ada.lovelace@example.com\u200B', 'ada.lovelace@example.com'],
  ['ada+shop@example.com', 'Ada+Shop@Example.com', 'ada+shop@example.com'],
  ["o'hara@example.com", "O'Hara@example.com", "o'hara@example.com"],
  ['j\u00F6rg@fa\u00DF.de', 'jo\u0308rg@FA\u1E9E.DE', 'j\u00F6rg@xn--fa-hia.de'],
  ['\u212Aelvin\uFF20example.com', 'kelvin@\uFF45xample.com', 'kelvin@example.com'],
];

/** What one mail server takes for one mailbox, and another one for another, for a file or for a program. */
const refused: readonly string[] = [
  ...[
    'ada%evil.example@example.com',
    'evil.example!ada@example.com',
    '|sh@example.com',
    'ada|sh@example.com',
  ],
  ...['/etc/passwd@example.com', '-oQ@example.com', 'ada\uFF05evil.example@example.com'],
  ...['ad\u200Ba@example.com', 'ad\u00ADa@example.com', 'ada\u3164@example.com', 'ad\u202Ea@example.com'],
  ...['ada@example.com,eve@example.com', 'ada@example.com\r\nRCPT TO:<eve@example.com>', '"ada"@example.com'],
  ...[
    'Ada <ada@example.com>',
    'ada@[192.0.2.1]',
    'ada@evil.example@example.com',
    '@evil.example:ada@example.com',
  ],
  ...['ada(comment)@example.com', 'ada;eve@example.com', 'ada\\@example.com', 'ada@xn--example-.com'],
];

/** A service that mails over a real SMTP server, which keeps every line as it came. */
const openWithServer = async ({ service, afterwards }: World) => {
  const sink = await startSmtpSink();
  afterwards(sink.stop);
  const delivery = nodemailerDelivery({ transport: sink.url, from: 'login@example.com' });
  const { requestsPerIp, mailsPerIdentity } = noLimits;
  return { sink, ...service({ delivery, limits: { requestsPerIp, mailsPerIdentity } }) };
};

const codeIn = (data: string): string =>
  /^(\d{6})\r?$/m.exec(data)?.[1] ?? /\b(\d{6})\b/.exec(data)?.[1] ?? '';

export const mailboxes: readonly Guarantee[] = [
  {
    id: 'M1',
    must: `The string that keys the records MUST be the string in \`RCPT TO\`, letter for letter, and MUST name one mailbox. An address that mail servers deliver elsewhere (\`%\`, \`!\`, \`\\|\`, a leading \`/\` or \`-\`, invisible characters) is refused`,
    attack: {
      'spellings that a mail server might take for another mailbox': async (world) => {
        const { auth, sink, events } = await openWithServer(world);
        for (const [typed, other, mailed] of spellings) {
          const { challenge } = await auth.requestLoginCode(typed, { ip: '192.0.2.1' });
          // It is keyed as one with the other spelling: the pause between two codes is that of both.
          expect(await reasonOf(auth.requestLoginCode(other, { ip: '192.0.2.1' }))).toBe('TOO_MANY_REQUESTS');
          await auth.close();
          const mail = sink.mails.at(-1);
          expect(mail?.rcptTo.map(pathOf)).toEqual([mailed]);
          const code = codeIn(mail?.data ?? '');
          const tokens = await auth.login({ identity: other, code, challenge }, { ip: '192.0.2.1' });
          expect(tokens.claims.email).toBe(mailed);
        }
        expect(sink.mails).toHaveLength(spellings.length);
        const named = events.flatMap((event) => ('identity' in event ? [event.identity] : []));
        expect(new Set(named)).toEqual(new Set(spellings.map(([, , mailed]) => mailed)));
      },
      'addresses that mail servers send elsewhere': async (world) => {
        const { auth, sink } = await openWithServer(world);
        for (const address of refused) {
          const asked = await reasonOf(auth.requestLoginCode(address, { ip: null }));
          expect(asked, JSON.stringify(address)).toBe('BAD_USER_INPUT');
        }
        await auth.requestLoginCode('ada@example.com', { ip: null });
        await auth.close();
        expect(sink.mails.flatMap(({ rcptTo }) => rcptTo.map(pathOf))).toEqual(['ada@example.com']);
      },
    },
  },
];

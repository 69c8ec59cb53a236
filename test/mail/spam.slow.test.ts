import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import type { Delivery } from '../../src/index.js';
import { mailLocales } from '../../src/mail/languages/index.js';
import { codes, type Sample, writeSample, writeSampleNotice } from '../support/sample-mails.js';
import { scoresOf, whyNoSpamAssassin } from '../support/spamassassin.js';

const missing = await whyNoSpamAssassin();
const mail = { appName: 'Example', color: '#0a66c2', support: 'help@example.com' } as const;

const within = { signal: new AbortController().signal, timeout: 30 };

/** What goes to the server of what is sent. */
const sourceBy = async (send: (delivery: Delivery) => Promise<void> | undefined): Promise<string> => {
  const sources: string[] = [];
  const transporter = createTransport({ streamTransport: true, buffer: true });
  const sendMail = transporter.sendMail.bind(transporter);
  const transport = {
    sendMail: async (options: object) => void sources.push(String((await sendMail(options)).message)),
  };
  await send(nodemailerDelivery({ transport, from: 'Example <login@example.com>' }));
  return sources.join('');
};

/** A mail with a code as it goes to the server. */
const sourceOf = async (sample: Sample): Promise<string> => {
  const message = await writeSample(sample);
  return sourceBy((deliver) => deliver({ ...message, ...within }));
};

/** A notice as it goes to the server. */
const sourceOfNotice = async (locale: string): Promise<string> => {
  // Not the name of the recipient's domain: SpamAssassin has a rule for such subjects.
  const named = { ...mail, appName: 'Kestrel', notifyNewNetwork: true };
  const message = await writeSampleNotice({ locale, mail: named });
  return sourceBy(({ notify }) => notify?.({ ...message, ...within }));
};

describe.skipIf(missing !== null)('SpamAssassin', () => {
  it('finds nothing in a mail of any language', async () => {
    const samples = mailLocales.flatMap((locale) =>
      Object.values(codes).map((code) => ({ locale, code, mail })),
    );
    const scores = await scoresOf(await Promise.all(samples.map(sourceOf)));
    expect(scores).toHaveLength(samples.length);
    expect(samples.filter((_, index) => (scores[index] ?? 1) > 0)).toEqual([]);
  });

  it('finds nothing in a notice of any language', async () => {
    const scores = await scoresOf(await Promise.all(mailLocales.map(sourceOfNotice)));
    expect(scores).toHaveLength(mailLocales.length);
    expect(mailLocales.filter((_, index) => (scores[index] ?? 1) > 0)).toEqual([]);
  });

  it('finds something where there is something', async () => {
    const template = ({ code }: { readonly code: string }) => ({
      subject: 'CHEAP VIAGRA!!! ACT NOW',
      html: `<a href="http://192.0.2.1/">${code}</a> Dear friend, you have won 1,000,000 dollars. 100% free, no risk!!!`,
    });
    const [score] = await scoresOf([await sourceOf({ mail: { template } })]);
    expect(score).toBeGreaterThan(2);
  });
});

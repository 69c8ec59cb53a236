// basic.ts with phone numbers and text messages. `npx tsx examples/sms.ts` starts it; the texts go to the terminal.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { LoginCodeMessage } from 'pothos-plugin-email-auth';
import { createApp } from './basic.js';

/** E.164: a plus sign and up to 15 digits. Spaces, dots, hyphens and brackets between them are dropped. */
export const parsePhone = (input: string): string | null => {
  const number = input.replace(/[\s().-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null;
};

/**
 * Call the API of your provider here; providers/twilio.ts does. Reject if it did not take the message: then it is tried
 * again.
 */
const sendText = async (to: string, text: string, _signal: AbortSignal) =>
  console.info(`SMS to ${to}: ${text}`);

/** The last line binds the code to your page: phones fill it in there and nowhere else (origin-bound one-time codes). */
const textOf = ({ subject, code, origin }: LoginCodeMessage): string =>
  origin === null ? subject : `${subject}\n\n@${new URL(origin).hostname} #${code}`;

export const createSmsApp = (
  send = sendText,
  options: Omit<Parameters<typeof createApp>[0], 'identity' | 'delivery'> = {},
) =>
  createApp({
    identity: { argument: 'phone', parse: parsePhone },
    delivery: (message: LoginCodeMessage) => send(message.identity, textOf(message), message.signal),
    mail: { origin: 'https://example.com' },
    // Texts cost money, so allow half as many as mails.
    limits: { mailsPerIdentity: { limit: 5, window: 3600 } },
    ...options,
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { yoga } = createSmsApp();
  createServer(yoga).listen(4000, '127.0.0.1', () => console.info('http://127.0.0.1:4000/graphql'));
}

// Resend, with its own package. RESEND_API_KEY is its variable.
import type { Delivery, Message } from 'pothos-plugin-email-auth';
import { Resend } from 'resend';

/** What the package answers where nothing came back: a mail may have been accepted. */
const noAnswer = 504;

export const createResendDelivery = (from: string, resend = new Resend()): Delivery => {
  const bring = async ({ id, identity, subject, text, html }: Message) => {
    const tags = [{ name: 'message', value: id }];
    const mail = { from, to: identity, subject, text, html, tags };
    // It does not throw: without a look at `error`, every mail would count as sent.
    const { error } = await resend.emails.send(mail, { idempotencyKey: id });
    if (error) throw Object.assign(new Error(error.name), { status: error.statusCode ?? noAnswer });
  };
  return Object.assign((message: Message) => bring(message), { notify: bring });
};

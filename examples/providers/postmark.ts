// Postmark, over fetch.
import { type Delivery, DeliveryError, type Message } from 'pothos-plugin-email-auth';

/** Error codes of Postmark that concern everybody: the token, the sender, the account. */
const everybody: readonly unknown[] = [10, 400, 401, 405, 412, 413];

export const createPostmarkDelivery = (
  from: string,
  token: string,
  url = 'https://api.postmarkapp.com/email',
): Delivery => {
  const bring = async ({ id, identity, subject, text, html, signal }: Message) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'x-postmark-server-token': token,
      },
      body: JSON.stringify({
        ...{ From: from, To: identity, Subject: subject, TextBody: text, HtmlBody: html },
        ...{ MessageStream: 'outbound', Metadata: { message: id } },
      }),
      signal,
    });
    if (response.ok) return;
    const { ErrorCode } = (await response.json().catch(() => ({}))) as { ErrorCode?: number };
    const sentence = `Postmark answered ${response.status}, ${ErrorCode}.`;
    if (everybody.includes(ErrorCode)) throw new DeliveryError(sentence, { scope: 'everybody' });
    throw Object.assign(new Error(sentence), { status: response.status });
  };
  return Object.assign((message: Message) => bring(message), { notify: bring });
};

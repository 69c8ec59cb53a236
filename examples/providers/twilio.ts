// Text messages by Twilio, over fetch; examples/sms.ts is a server with phone numbers.

export interface TwilioOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** Your number, or the name that is shown. */
  readonly from: string;
  readonly origin?: string;
}

/** Twilio knows no idempotency keys: what has no answer is not sent again. */
export const createTwilioSender =
  ({ accountSid, authToken, from, origin = 'https://api.twilio.com' }: TwilioOptions) =>
  async (to: string, text: string, signal: AbortSignal): Promise<void> => {
    const response = await fetch(`${origin}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
      body: new URLSearchParams({ To: to, From: from, Body: text }),
      signal,
    });
    if (response.ok) return;
    throw Object.assign(new Error(`Twilio answered ${response.status}.`), { status: response.status });
  };

import type { LoginCodeMessage } from '../delivery/delivery.js';

const inMinutes = (seconds: number): string => {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
};

const textOf = (code: string, valid: string): string => `Your login code is:

${code}

It is valid for ${valid} and works once. Enter it where you asked for it, and give it to nobody else.

If you did not ask for it, ignore this mail: nobody can log in without the code.
`;

// No links, no images: nothing to click in a mail that asks for trust, and nothing that a scanner would follow.
const htmlOf = (code: string, valid: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Login code</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
<p>Your login code is:</p>
<p style="font-family: monospace; font-size: 2em; letter-spacing: 0.1em">
${code}
</p>
<p>It is valid for ${valid} and works once. Enter it where you asked for it, and give it to nobody else.</p>
<p>If you did not ask for it, ignore this mail: nobody can log in without the code.</p>
</body>
</html>
`;

/** What a mail is written from. */
export interface MessageSource extends Pick<LoginCodeMessage, 'id' | 'identity' | 'code' | 'requestedAt'> {}

/** A message, before a try to send it gives it a deadline. */
export type WrittenMessage = Omit<LoginCodeMessage, 'signal'>;

/** Writes the mail for a code. Nothing in it comes from a caller but the address it goes to. */
export const writeMessage = (
  { id, identity, code, requestedAt }: MessageSource,
  expiresIn: number,
): WrittenMessage => {
  const valid = inMinutes(expiresIn);
  return {
    id,
    identity,
    code,
    expiresIn,
    subject: `${code} is your login code`,
    text: textOf(code, valid),
    html: htmlOf(code, valid),
    locale: 'en',
    requestedAt,
  };
};

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { findProgram, installPackages } from './debian.js';

/** Null where there is a SpamAssassin, installed first where that is possible; else a sentence that says what to do. */
export const whyNoSpamAssassin = async (): Promise<string | null> => {
  await installPackages(['spamassassin'], ['spamassassin']);
  return findProgram('spamassassin')
    ? null
    : 'Mails get no scores: install SpamAssassin, or run these tests as root on Debian.';
};

/** The scores of mails by SpamAssassin's own rules, without a look into the network, in their order. */
export const scoresOf = async (mails: readonly string[]): Promise<readonly number[]> => {
  const child = spawn('spamassassin', ['--local', '--test-mode', '--mbox'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const mailbox = mails.map(
    (mail) => `From login@example.com Thu Jan 1 00:00:00 2026\n${mail.replace(/\r\n/g, '\n')}\n\n`,
  );
  child.stdin.end(mailbox.join(''));
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return [...output.matchAll(/^Content analysis details: +\((-?[\d.]+) points/gm)].map(([, points]) =>
    Number(points),
  );
};

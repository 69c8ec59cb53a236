import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as it arrived: its envelope, its source and its parsed form. */
export interface ReceivedMail {
  readonly recipients: readonly string[];
  readonly source: string;
  readonly parsed: ParsedMail;
}

/** A real SMTP server on loopback. The hooks are those of smtp-server; the port is a free one. */
export const startMailServer = async ({
  port = 0,
  ...hooks
}: Omit<SMTPServerOptions, 'onData'> & { readonly port?: number } = {}) => {
  const mails: ReceivedMail[] = [];
  const waiting: ((mail: ReceivedMail) => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...hooks,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const source = Buffer.concat(chunks).toString();
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        const mail = { recipients, source, parsed: await simpleParser(source) };
        mails.push(mail);
        waiting.shift()?.(mail);
        done();
      });
    },
  });
  // A client that hangs up is part of some tests.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const listening = server.server.address() as AddressInfo;
  return {
    port: listening.port,
    url: `smtp://127.0.0.1:${listening.port}`,
    mails,
    /** The next mail to arrive. */
    next: () => new Promise<ReceivedMail>((resolve) => waiting.push(resolve)),
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
};

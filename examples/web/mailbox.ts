import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail, as the page shows it. */
export interface DemoMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail server on loopback, which keeps what arrives, and tells who looks. */
export const startMailbox = async () => {
  const mails: DemoMail[] = [];
  const readers = new Set<(mail: DemoMail) => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, { envelope }, done) => {
      simpleParser(stream).then(({ subject = '', text = '' }) => {
        done();
        const to = envelope.rcptTo.map(({ address }) => address).join(', ');
        const mail = { to, subject, text };
        mails.push(mail);
        for (const read of [...readers]) read(mail);
      }, done);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  // Boundary: it listens on a port.
  const { port } = server.server.address() as AddressInfo;

  /** @returns a function that ends it */
  const subscribe = (read: (mail: DemoMail) => void): (() => void) => {
    readers.add(read);
    return () => readers.delete(read);
  };

  return {
    url: `smtp://127.0.0.1:${port}`,
    subscribe,
    /** The next mail to an address: one to somebody else may still be on its way. */
    next: (to: string) =>
      new Promise<DemoMail>((resolve) => {
        const leave = subscribe((mail) => {
          if (mail.to !== to) return;
          leave();
          resolve(mail);
        });
      }),
    /** All mails, those of later too, as server-sent events. */
    stream: (response: ServerResponse): void => {
      const send = (mail: DemoMail) => response.write(`data: ${JSON.stringify(mail)}\n\n`);
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': the mails of the demo\n\n');
      for (const mail of mails) send(mail);
      response.on('close', subscribe(send));
    },
    /** Forgets what has arrived. */
    clear: () => {
      mails.length = 0;
    },
    close: () => server.close(),
  };
};

export type Mailbox = Awaited<ReturnType<typeof startMailbox>>;

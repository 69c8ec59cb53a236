import { type AddressInfo, createServer, type Socket } from 'node:net';

/** One mail as it came over the wire: nothing is decoded. */
export interface RawMail {
  /** The whole line, without its line break. */
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  readonly data: string;
}

/** The text between the angle brackets of a `MAIL FROM` or `RCPT TO` line. */
export const pathOf = (line: string): string => /^[^<]*<(.*)>[^>]*$/.exec(line)?.[1] ?? line;

const greeting = '250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n';

/** Answers the lines of one connection, and hands over its mails. */
const serve = (socket: Socket, keep: (mail: RawMail) => void): void => {
  let rest = '';
  let mailFrom = '';
  let rcptTo: string[] = [];
  let data: string[] | null = null;
  const begin = () => {
    mailFrom = '';
    rcptTo = [];
    data = null;
  };
  const readData = (lines: string[], line: string): string => {
    if (line !== '.') {
      lines.push(line);
      return '';
    }
    keep({ mailFrom, rcptTo, data: lines.join('\r\n') });
    begin();
    return '250 taken\r\n';
  };
  const answer = (line: string): string => {
    if (data) return readData(data, line);
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') return greeting;
    if (verb === 'RSET') begin();
    if (verb === 'MAIL') mailFrom = line;
    if (verb === 'RCPT') rcptTo.push(line);
    if (verb === 'DATA') data = [];
    if (verb === 'QUIT') socket.end('221 bye\r\n');
    return verb === 'DATA' ? '354 go on\r\n' : verb === 'QUIT' ? '' : '250 ok\r\n';
  };
  socket.setEncoding('utf8');
  // A client that hangs up ends its own mail only.
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    const answers = lines.map(answer).join('');
    if (answers && socket.writable) socket.write(answers);
  });
  socket.write('220 sink.test\r\n');
};

/** An SMTP server on loopback that takes everything and keeps every line as it was sent. The caller stops it. */
export const startSmtpSink = async () => {
  const mails: RawMail[] = [];
  const sockets = new Set<Socket>();
  let waiting: { readonly count: number; readonly resolve: () => void } | undefined;
  const keep = (mail: RawMail) => {
    mails.push(mail);
    if (waiting && mails.length >= waiting.count) waiting.resolve();
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, keep);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    /** Resolves when this many mails have come since the start. */
    received: (count: number) =>
      new Promise<void>((resolve) => {
        waiting = { count, resolve };
        if (mails.length >= count) resolve();
      }),
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

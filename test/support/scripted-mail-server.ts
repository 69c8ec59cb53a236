import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A reply (`'550 no'`), or silence, or the end of the connection; undefined: what a friendly server says. */
export type Answer = string | undefined;
export const silence = 'silence';
export const hangUp = 'hang up';

/** Answers a command line; `CONNECT` stands for the beginning, and `.` for the end of a message. */
export type Script = (line: string) => Answer;

export interface ScriptedMailServerOptions {
  /** Says that it knows these extensions. Default: none. */
  readonly extensions?: readonly string[];
}

const friendly = (line: string, extensions: readonly string[]): string => {
  if (line === 'CONNECT') return '220 ready';
  if (line === 'DATA') return '354 go on';
  if (line.startsWith('EHLO'))
    return ['hello', ...extensions]
      .map((text, i, all) => `250${i === all.length - 1 ? ' ' : '-'}${text}`)
      .join('\r\n');
  return line === 'QUIT' ? '221 bye' : '250 ok';
};

/**
 * An SMTP server on loopback that misbehaves as it is told, down to the line; smtp-server cannot fall silent or hang up
 * wherever one likes. The script may be changed while it runs.
 */
export const startScriptedMailServer = async (
  script: Script,
  { extensions = [] }: ScriptedMailServerOptions = {},
) => {
  const sockets = new Set<Socket>();
  const lines: string[] = [];
  const messages: string[] = [];
  let current = script;

  const answer = (socket: Socket, line: string): string => {
    const reply = current(line) ?? friendly(line, extensions);
    if (reply === hangUp) socket.destroy();
    else if (reply !== silence) socket.write(`${reply}\r\n`);
    return reply;
  };
  const converse = async (socket: Socket): Promise<void> => {
    const message: string[] = [];
    let inMessage = false;
    answer(socket, 'CONNECT');
    for await (const line of createInterface({ input: socket })) {
      if (inMessage && line !== '.') {
        message.push(line);
        continue;
      }
      if (inMessage) messages.push(message.splice(0).join('\n'));
      lines.push(line);
      inMessage = answer(socket, line).startsWith('354');
      if (line === 'QUIT') socket.end();
    }
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    converse(socket).catch(() => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    /** Every command line that came, of all connections. */
    lines,
    /** Every message that came whole, as it came. */
    messages,
    /** How many connections are open. */
    connections: () => sockets.size,
    /** Goes on by another script. */
    follow: (next: Script) => {
      current = next;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

/** The recipients of all `RCPT TO` lines. */
export const recipientsIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => /^RCPT TO:<(.*)>/.exec(line)?.[1] ?? []);

/** The Message-ID of a message as it came. */
export const messageIdOf = (message: string): string => /^Message-ID: *(.*)$/im.exec(message)?.[1] ?? '';

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type FaultKind, type FaultLine, isDone } from './fault-line.js';

/** Commands of steps, as clients write them: https://redis.io/docs/latest/develop/reference/protocol-spec/ */
const command = /\*\d+\r\n\$\d+\r\n(?:evalsha|eval|get)\r\n/gi;

/** What hangs is done too late: then a step does nothing any more. A look changes nothing anyway. */
const changesAnything =
  (sent: string) =>
  (kind: FaultKind): boolean =>
    isDone(kind) && kind !== 'hangs and is done late' && !/get\r\n$/i.test(sent);

const isWithoutAnswer = (kind: FaultKind): boolean =>
  kind === 'hangs and fails' || kind === 'hangs and is done late';

/** Both ways between a client and the server. */
const join = (client: Socket, server: Socket, line: FaultLine): void => {
  /** What the client has sent since something hangs, where it is kept from the server. */
  let unsent: Buffer[] | null = null;
  /** What the server has answered since then, where it is kept from the client. */
  let unanswered: Buffer[] | null = null;
  let loses = false;

  const befall = (kind: FaultKind, chunk: Buffer, commands: number): void => {
    if (isWithoutAnswer(kind)) {
      unsent = [chunk];
      line.hold(() => {
        const late = unsent ?? [];
        unsent = null;
        if (isDone(kind)) for (const part of late) server.write(part);
        else client.destroy();
      });
    } else if (kind === 'is done and hangs') {
      unanswered = [];
      line.hold(() => {
        const late = unanswered ?? [];
        unanswered = null;
        for (const part of late) client.write(part);
      });
      server.write(chunk);
    } else if (isDone(kind)) {
      loses = true;
      server.write(chunk);
    } else {
      client.write('-MISCONF a fault\r\n'.repeat(commands));
    }
  };
  client.on('data', (chunk: Buffer) => {
    if (unsent) {
      unsent.push(chunk);
      return;
    }
    const commands = chunk.toString('latin1').match(command) ?? [];
    let kind: FaultKind | null = null;
    for (const sent of commands) kind = line.next(changesAnything(sent)) ?? kind;
    if (kind === null) server.write(chunk);
    else befall(kind, chunk, commands.length);
  });
  server.on('data', (chunk: Buffer) => {
    // The server has done what was asked, and whoever asked sees nothing but the end of the connection.
    if (loses) client.destroy();
    else if (unanswered) unanswered.push(chunk);
    else client.write(chunk);
  });
};

/** A way to a Redis on loopback, on which the commands of steps go wrong as the line has it. */
export const openCommandGate = async (target: number, line: FaultLine) => {
  const sockets = new Set<Socket>();
  const hold = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay();
    socket.on('error', () => {});
    socket.once('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const gate = createServer((client) => {
    const server = connect(target, '127.0.0.1');
    hold(client, server);
    hold(server, client);
    join(client, server, line);
  });
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  return {
    url: `redis://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    shut: async () => {
      const closed = once(gate, 'close');
      gate.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};

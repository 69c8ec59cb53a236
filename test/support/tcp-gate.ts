import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server on loopback that can be shut and opened again, the server knowing nothing of it. */
export const openGate = async (target: number) => {
  const sockets = new Set<Socket>();
  /** What is lost next: the answer to a request in which this stands. */
  let doomed: { readonly pattern: RegExp; readonly onLoss: () => void } | null = null;

  const hold = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const gate = createServer((socket) => {
    const beyond = connect(target, '127.0.0.1');
    let losing: (() => void) | null = null;
    hold(socket, beyond);
    hold(beyond, socket);
    socket.on('data', (chunk: Buffer) => {
      if (doomed?.pattern.test(chunk.toString('latin1'))) {
        losing = doomed.onLoss;
        doomed = null;
      }
      beyond.write(chunk);
    });
    beyond.on('data', (chunk: Buffer) => {
      if (losing === null) {
        socket.write(chunk);
        return;
      }
      // The server has done what was asked, and whoever asked sees nothing but the end of the connection.
      socket.destroy();
      losing();
    });
    socket.on('end', () => beyond.end());
    beyond.on('end', () => socket.end());
  });
  const listen = async (port: number): Promise<void> => {
    gate.listen(port, '127.0.0.1');
    await once(gate, 'listening');
  };
  await listen(0);
  const { port } = gate.address() as AddressInfo;
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    open: () => listen(port),
    /** Drops all connections and takes no more. Does nothing the second time. */
    shut: async () => {
      if (!gate.listening) return;
      const closed = once(gate, 'close');
      gate.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    /** Loses the answer to the next request that matches, with its connection. Resolves when it is lost. */
    loseAnswerTo: (pattern: RegExp): Promise<void> =>
      new Promise((onLoss) => {
        doomed = { pattern, onLoss };
      }),
  };
};

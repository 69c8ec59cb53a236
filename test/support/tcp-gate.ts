import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server on loopback that can be shut and opened again, the server knowing nothing of it. */
export const openGate = async (target: number) => {
  const sockets = new Set<Socket>();
  const join = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('error', () => {});
    from.once('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.pipe(to);
  };
  const gate = createServer((socket) => {
    const beyond = connect(target, '127.0.0.1');
    join(socket, beyond);
    join(beyond, socket);
  });
  const listen = async (port: number): Promise<void> => {
    gate.listen(port, '127.0.0.1');
    await once(gate, 'listening');
  };
  await listen(0);
  const { port } = gate.address() as AddressInfo;
  return {
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
  };
};

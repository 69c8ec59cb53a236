import { createClient } from '@keyv/redis';
import { expect, vi } from 'vitest';
import { freePort, type RedisServer, startRedis } from './redis.js';

/** A cluster of Redis servers on loopback, without replicas. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  stop(): Promise<void>;
}

type Client = ReturnType<typeof createClient>;
interface Node {
  readonly server: RedisServer;
  readonly client: Client;
  /** Where the nodes talk to each other; by default the port plus 10,000, which may be too high for a port. */
  readonly busPort: number;
}

const slots = 16_384;

const startNode = async (): Promise<Node> => {
  const busPort = await freePort();
  const server = await startRedis({
    args: [
      ...['--cluster-enabled', 'yes', '--cluster-config-file', `nodes-${busPort}.conf`],
      ...['--cluster-port', String(busPort), '--cluster-node-timeout', '5000'],
    ],
  });
  const client: Client = createClient({ url: server.url });
  await client.connect();
  return { server, client, busPort };
};

const assignSlots = (nodes: readonly Node[]) =>
  Promise.all(
    nodes.map(async ({ client }, index) => {
      // Without epochs of their own, they would first have to settle who is newer.
      await client.sendCommand(['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)]);
      const start = Math.floor((index * slots) / nodes.length);
      const end = Math.floor(((index + 1) * slots) / nodes.length) - 1;
      await client.clusterAddSlotsRange({ start, end });
    }),
  );

/** Each to each: hearing of one another through a third takes up to half the node timeout. */
const introduce = async (nodes: readonly Node[]): Promise<void> => {
  for (const [index, { client }] of nodes.entries()) {
    for (const { server, busPort } of nodes.slice(index + 1)) {
      await client.sendCommand(['CLUSTER', 'MEET', '127.0.0.1', String(server.port), String(busPort)]);
    }
  }
};

const agree = (nodes: readonly Node[]) =>
  vi.waitFor(
    async () => {
      for (const { client } of nodes) {
        const info = await client.clusterInfo();
        expect(info).toContain('cluster_state:ok');
        expect(info).toContain(`cluster_known_nodes:${nodes.length}`);
      }
    },
    { timeout: 30_000, interval: 50 },
  );

/** Starts a cluster and waits until every node knows who has which slots. The caller stops it. */
export const startRedisCluster = async (size = 3): Promise<RedisCluster> => {
  const nodes = await Promise.all(Array.from({ length: size }, startNode));
  const stop = async () => {
    await Promise.all(nodes.map(({ server }) => server.stop()));
  };
  try {
    await assignSlots(nodes);
    await introduce(nodes);
    await agree(nodes);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const { client } of nodes) client.destroy();
  }
  return { nodes: nodes.map(({ server }) => server), stop };
};

import { median } from '../statistics.js';
import { type ServerName, startServer } from './servers.js';

/** What it takes from the start of a process to its first answer. */
export interface ColdStart {
  readonly server: ServerName;
  readonly milliseconds: number;
  /** Milliseconds that the process has worked. */
  readonly cpu: number;
  /** `cpu` as a multiple of that of the first one; the median of the rounds. */
  readonly timesFirst: number;
}

const startOnce = async (name: ServerName): Promise<{ milliseconds: number; cpu: number }> => {
  const begin = performance.now();
  const server = await startServer(name, 'memory', undefined, false);
  try {
    await server.post('/graphql', { query: '{ hello }' });
    return { milliseconds: performance.now() - begin, cpu: (await server.cpu()) / 1000 };
  } finally {
    await server.stop();
  }
};

/** Starts servers in turn, again and again. */
export const compareColdStarts = async (
  names: readonly ServerName[],
  rounds: number,
): Promise<ColdStart[]> => {
  const starts = names.map((server) => ({ server, all: [] as Awaited<ReturnType<typeof startOnce>>[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { server, all } of starts) all.push(await startOnce(server));
  }
  const first = starts[0]?.all ?? [];
  return starts.map(({ server, all }) => ({
    server,
    milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
    cpu: median(all.map(({ cpu }) => cpu)),
    timesFirst: median(all.map(({ cpu }, round) => cpu / (first[round]?.cpu ?? Number.NaN))),
  }));
};

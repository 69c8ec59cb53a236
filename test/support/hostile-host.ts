import { type HostileHost, hostileThings, hostileWays } from './hostile-things.js';
import { howMuch } from './thoroughness.js';
import { tryHost } from './try-host.js';

/** What became of one hostile host. */
export interface HostileOutcome {
  readonly way: string;
  readonly what: string;
  /** What went wrong; empty where the service went on as if nothing had been. */
  readonly troubles: readonly string[];
}

const troubles: string[] = [];
process.on('unhandledRejection', () => troubles.push('an unhandled rejection'));
process.on('uncaughtException', () => troubles.push('an uncaught exception'));

/** Every way and every thing, but not each way with each thing. */
const apart = howMuch({ quick: 4, slow: 1 });

const tryAll = async (): Promise<readonly HostileOutcome[]> => {
  const outcomes: HostileOutcome[] = [];
  for (const [i, [way, hostBy]] of Object.entries(hostileWays).entries()) {
    for (const [j, [what, make]] of Object.entries(hostileThings).entries()) {
      if ((i + j) % apart !== 0) continue;
      try {
        await tryHost(hostBy(make()) as HostileHost);
      } catch (error) {
        troubles.push(error instanceof Error ? `${error.name}: ${error.message}` : 'something was thrown');
      }
      outcomes.push({ way, what, troubles: troubles.splice(0) });
    }
  }
  return outcomes;
};

void tryAll().then((outcomes) => {
  process.send?.(outcomes);
  process.disconnect?.();
});

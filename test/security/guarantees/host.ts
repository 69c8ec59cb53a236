import { expect } from 'vitest';
import { type HostileHost, hostileThings, hostileWays } from '../../support/hostile-things.js';
import { tryHost } from '../../support/try-host.js';
import type { Attack, Guarantee } from '../guarantee.js';

/** What ends a process: neither of the two is caught by anybody. */
const endings = ['unhandledRejection', 'uncaughtException'] as const;

/** Does the work, and answers with what would have ended the process meanwhile. */
const whatEndsTheProcess = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const heard: string[] = [];
  const listeners = endings.map((name) => [name, () => void heard.push(name)] as const);
  for (const [name, listener] of listeners) process.on(name, listener);
  try {
    await work();
    // Rejections that nobody handles are told of in a later turn.
    for (let i = 0; i < 2; i += 1) await new Promise(setImmediate);
  } finally {
    for (const [name, listener] of listeners) process.off(name, listener);
  }
  return heard;
};

/** Of all things that can be thrown, those that have broken something once. */
const chosen = [
  'null',
  'getters that throw',
  'an error that is its own cause',
  'a proxy whose traps all throw',
  'something that can be awaited, and throws',
  'something that can be awaited, and never settles',
  'something that cannot be asked whether it can be awaited',
];

const hostBy =
  (misbehave: (thing: unknown) => object): Attack =>
  async ({ openCache }) => {
    const cache = openCache();
    for (const name of chosen) {
      const make = hostileThings[name];
      if (!make) throw new Error(`no ${name}`);
      // Boundary: what such a host answers with is not what its types say; that is the attack.
      const host = misbehave(make()) as HostileHost;
      const heard = await whatEndsTheProcess(() => tryHost(host, cache));
      expect([name, heard]).toEqual([name, []]);
    }
  };

export const host: readonly Guarantee[] = [
  {
    id: 'H1',
    must: `Whatever \`delivery\`, its \`check\`, \`guard\`, \`claims\`, \`mail.template\`, \`onEvent\`, \`logger\` or \`waitUntil\` throws or answers, the process MUST NOT end, and the next user MUST get their mail`,
    attack: Object.fromEntries(
      Object.entries(hostileWays).map(([way, misbehave]) => [way, hostBy(misbehave)]),
    ),
  },
];

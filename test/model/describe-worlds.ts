import { describe, expect, it } from 'vitest';
import { type Macros, verify } from '../support/spin.js';
import type { World } from './worlds.js';

interface Bounds {
  readonly macros: Macros;
  /** Why they cannot be checked, if they cannot. */
  readonly missing: string | null;
  readonly timeout: number;
}

/** Checks that what is said to be true in each world is true there, and that what is said to be false is false. */
export const describeWorlds = (
  name: string,
  worlds: readonly World[],
  { macros, missing, timeout }: Bounds,
): void => {
  const title = missing === null ? name : `${name}. ${missing}`;
  describe.skipIf(missing !== null)(title, () => {
    it.each(worlds.map((world) => [world.name, world] as const))(
      '%s',
      async (_, world) => {
        const found = await verify(world.model, { ...macros, ...world.macros });
        console.log(`${world.name}: ${found.states} states, ${found.seconds} s`);
        if (world.violated === null) expect(found.violated, found.story).toBeNull();
        else expect(found.violated).toMatch(world.violated);
      },
      timeout,
    );
  });
};

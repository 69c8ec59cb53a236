import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EmailAuthOptions } from '../../src/index.js';
import { createTestAuth, reasonOf, signingKey } from '../support/service.js';
import { openFaultyMemory } from './caches.js';
import { createFaultLine, type Fault } from './fault-line.js';
import { identity, owner } from './visit.js';

const newKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;

/** Why a refresh writes to the account of an identity too, and who asks for it when the time of the first is over. */
const moves: readonly (readonly [
  why: string,
  first: EmailAuthOptions,
  then: EmailAuthOptions,
  later: EmailAuthOptions,
])[] = [
  [
    'its end moves',
    { refreshToken: { lifetime: 3000, sliding: true, maxLifetime: 9000 } },
    { refreshToken: { lifetime: 3000, sliding: true, maxLifetime: 9000 } },
    { refreshToken: { lifetime: 3000, sliding: true, maxLifetime: 9000 } },
  ],
  ['the signing key changes', {}, { signingKey: [newKey, signingKey] }, { signingKey: newKey }],
];

describe.each(moves)(
  'a session that is refreshed while the cache fails once, where %s',
  (_, first, then, later) => {
    /** A fault at the n-th operation of a refresh. Answers whether there is one. */
    const endsEverywhere = async (n: number): Promise<boolean> => {
      const faults: Fault[] = [];
      const line = createFaultLine(faults);
      const { options } = await openFaultyMemory(line);
      const { clock, logIn } = createTestAuth({ ...options, ...first });
      const open = (more: EmailAuthOptions) => createTestAuth({ ...options, clock, ...more }).auth;
      const { refreshToken } = await logIn(identity);
      clock.advance(2000);
      const refreshing = open(then);
      faults.push({ kind: 'fails', at: line.operations.length + n });
      const outcome = await reasonOf(refreshing.refresh(refreshToken, owner));
      expect(outcome).toBe(line.met > 0 ? 'SERVICE_UNAVAILABLE' : 'ok');
      faults.length = 0;
      const { accessToken } = await refreshing.refresh(refreshToken, owner);
      clock.advance(1500);
      const last = open({ ...later, accessToken: { lifetime: 3000 } });
      expect(await last.sessions(identity)).toHaveLength(1);
      expect(await last.logoutEverywhere(identity)).toBe(1);
      expect(await last.sessions(identity)).toEqual([]);
      expect((await refreshing.authenticate(accessToken, owner)).failure).not.toBeNull();
      expect(await reasonOf(last.refresh(refreshToken, owner))).not.toBe('ok');
      return line.met > 0;
    };

    it('ends with all others, whichever operation has failed', async () => {
      let operation = 1;
      while (await endsEverywhere(operation)) operation += 1;
      expect(operation).toBeGreaterThan(3);
    });
  },
);

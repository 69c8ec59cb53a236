import { expect } from 'vitest';
import { noLimits, reasonOf, wrongCode } from '../../support/service.js';
import type { Guarantee } from '../guarantee.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };

export const codes: readonly Guarantee[] = [
  {
    id: 'C1',
    must: 'A code MUST be compared at most 5 times with guesses that bring its challenge, and at most 5 times with others; a guess is compared with the codes of its challenge and two others at most',
    attack: {
      'five wrong guesses with the challenge, then the right one with it': async ({ service }) => {
        const { auth, askForCode } = service({ limits: noLimits });
        const { code, challenge } = await askForCode(identity);
        const guess = (guessed: string) =>
          reasonOf(auth.login({ identity, code: guessed, challenge }, caller));
        for (let i = 0; i < 5; i += 1) expect(await guess(wrongCode(code))).toBe('INVALID_LOGIN_CODE');
        expect(await guess(code)).toBe('INVALID_LOGIN_CODE');
      },
    },
  },
  {
    id: 'C2',
    must: `Guesses without the challenge MUST NOT use up tries of those with it`,
    attack: {},
  },
  {
    id: 'C3',
    must: `A code MUST work once, for one of any number of parallel callers`,
    attack: {},
  },
  {
    id: 'C4',
    must: `A new code or a login MUST NOT reset a count of failures`,
    attack: {},
  },
  {
    id: 'C5',
    must: `All codes MUST be equally likely, and MUST be kept as HMACs only`,
    attack: {},
  },
];

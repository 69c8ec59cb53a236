import { createEmailAuth } from '../../src/index.js';
import { createFakeClock } from './fake-clock.js';
import { signingKey } from './service.js';

/** What a day of guessing has come to. */
export interface AttackReport {
  /** Guesses that were compared with a short code. */
  readonly compared: number;
  /** Expected takeovers, each such guess being right once in a million. */
  readonly takeovers: number;
  /** How often the owner asked for a code and logged in from her usual network at once, and how often she tried. */
  readonly owner: { readonly loggedIn: number; readonly tried: number };
}

export interface Attack {
  /** Addresses that the attacker has. */
  readonly addresses: number;
  readonly identities: number;
  /** Turns of the attacker on each identity, evenly over the day. */
  readonly turns: number;
  /** Codes asked for, and guesses with and without the challenge, in a turn. */
  readonly perTurn: { readonly requests: number; readonly guesses: number };
}

const day = 86_400;
const home = { ip: '203.0.113.1' };
/** As good as any other guess, and never right by chance: codes are digits. */
const guess = 'AAAAAA';

const addressOf = (index: number): string => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;

const quietly = <Result>(work: Promise<Result>): Promise<Result | null> => work.catch(() => null);

const open = () => {
  const clock = createFakeClock();
  const mailbox = new Map<string, string>();
  let compared = 0;
  const auth = createEmailAuth({
    clock,
    signingKey,
    delivery: { send: async ({ identity, code }) => void mailbox.set(identity, code), queue: 1_000_000 },
    onEvent: (event) => {
      if (event.type === 'login.failed') compared += event.compared;
    },
  });
  const logInAtHome = async (identity: string): Promise<boolean> => {
    const asked = await quietly(auth.requestLoginCode(identity, home));
    await auth.close();
    const code = mailbox.get(identity);
    if (!asked || code === undefined) return false;
    return (await quietly(auth.login({ identity, code, challenge: asked.challenge }, home))) !== null;
  };
  return { auth, clock, logInAtHome, compared: () => compared };
};

/** A day of guessing from many addresses, by the fake clock; the owner of the first identity logs in once an hour. */
export const simulateAttack = async (attack: Attack): Promise<AttackReport> => {
  const { auth, clock, logInAtHome, compared } = open();
  const names = Array.from({ length: attack.identities }, (_, i) => `user-${i}@example.com`);
  const owner = names[0] ?? '';
  await logInAtHome(owner);
  clock.advance(3600);

  let used = 0;
  const nextCaller = () => {
    used += 1;
    return { ip: addressOf(used % attack.addresses) };
  };
  const attackOnce = async (identity: string) => {
    for (let i = 0; i < attack.perTurn.requests; i += 1) {
      const asked = await quietly(auth.requestLoginCode(identity, nextCaller()));
      for (let j = 0; j < attack.perTurn.guesses; j += 1) {
        if (asked)
          await quietly(auth.login({ identity, code: guess, challenge: asked.challenge }, nextCaller()));
        await quietly(auth.login({ identity, code: guess }, nextCaller()));
      }
    }
    await auth.close();
  };

  let tried = 0;
  let loggedIn = 0;
  let lastHour = 0;
  const total = attack.turns * attack.identities;
  for (let turn = 0; turn < total; turn += 1) {
    await attackOnce(names[turn % attack.identities] ?? owner);
    clock.advance(day / total);
    const hour = Math.floor(((turn + 1) * 24) / total);
    if (hour === lastHour) continue;
    lastHour = hour;
    tried += 1;
    loggedIn += Number(await logInAtHome(owner));
  }
  return { compared: compared(), takeovers: compared() / 1e6, owner: { loggedIn, tried } };
};

/** The same day against ten tries per address and five minutes, and nothing else. */
export const simulateAgainstAddressLimit = ({ addresses }: Pick<Attack, 'addresses'>) => {
  const limit = 10;
  const window = 300;
  let compared = 0;
  let secondsForHalf = Number.POSITIVE_INFINITY;
  for (let now = 0; now < day; now += window) {
    compared += addresses * limit;
    // A guess at a code that changes is right once in a million, each time anew.
    const broken = 1 - (1 - 1e-6) ** compared;
    if (broken >= 0.5) secondsForHalf = Math.min(secondsForHalf, now + window);
  }
  return { compared, takeovers: compared / 1e6, minutesUntilOneInTwo: secondsForHalf / 60 };
};

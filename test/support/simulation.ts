import { createEmailAuth, type EmailAuthOptions } from '../../src/index.js';
import { addressOf } from './addresses.js';
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
  /** Other limits than those by default. */
  readonly limits?: LimitOptions;
}

type LimitOptions = NonNullable<EmailAuthOptions['limits']>;

const day = 86_400;
const home = { ip: '203.0.113.1' };
/** As good as any other guess, and never right by chance: codes are digits. */
const guess = 'AAAAAA';

const quietly = <Result>(work: Promise<Result>): Promise<Result | null> => work.catch(() => null);

const open = (limits: LimitOptions = {}) => {
  const clock = createFakeClock();
  const mailbox = new Map<string, string>();
  let compared = 0;
  const auth = createEmailAuth({
    clock,
    limits,
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
  const { auth, clock, logInAtHome, compared } = open(attack.limits);
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

/** How an owner fares on networks where she has never logged in. */
export interface OwnerReport {
  readonly loggedIn: number;
  readonly tried: number;
  /** Seconds between her first request and her tokens, at worst. */
  readonly longestWait: number;
  /** Mails to her inbox in its worst hour. */
  readonly mailsInWorstHour: number;
  /** Guesses that were compared with a short code. */
  readonly compared: number;
}

/** The most that fall into any window of so many seconds. */
const worstWindow = (times: readonly number[], seconds: number): number => {
  let worst = 0;
  let start = 0;
  for (const [end, time] of times.entries()) {
    while ((times[start] ?? time) <= time - seconds * 1000) start += 1;
    worst = Math.max(worst, end - start + 1);
  }
  return worst;
};

/**
 * Hours of strangers who ask for an owner's codes, and guess, from so many addresses in turn; with tags, for spellings of
 * her address too. She tries to log in every 200 seconds, each time from a network that is new.
 */
export const simulateStrangers = async ({
  addresses,
  tags,
  hours,
}: {
  readonly addresses: number;
  readonly tags: boolean;
  readonly hours: number;
}): Promise<OwnerReport> => {
  const clock = createFakeClock();
  const inbox: { readonly at: number; readonly code: string; readonly identity: string }[] = [];
  let compared = 0;
  const auth = createEmailAuth({
    clock,
    signingKey,
    delivery: async ({ identity, code }) => void inbox.push({ at: clock(), code, identity }),
    onEvent: (event) => {
      if (event.type === 'login.failed') compared += event.compared;
    },
  });
  const owner = 'ada@example.com';
  const used = new Set<string>();
  let asked = 0;
  let rests = 0;

  const stranger = () => ({ ip: addressOf(asked % addresses) });
  const strangersAsk = async () => {
    for (let i = 0; i < 4; i += 1) {
      asked += 1;
      const identity = tags && i > 0 ? `ada+${asked}@example.com` : owner;
      const request = await quietly(auth.requestLoginCode(identity, stranger()));
      asked += 1;
      if (request)
        await quietly(auth.login({ identity, code: guess, challenge: request.challenge }, stranger()));
    }
    await auth.close();
  };
  /** Twenty seconds of strangers. */
  const pass = async () => {
    clock.advance(20);
    await strangersAsk();
  };
  const newNetwork = () => {
    rests += 1;
    return { ip: `198.18.${rests >> 8}.${rests & 255}` };
  };
  /** Asks, and types the newest code that she has not used; asks again when the life of a code is over. */
  const logIn = async (): Promise<boolean> => {
    const caller = newNetwork();
    for (const end = clock() + 7_200_000; clock() < end; ) {
      const request = await quietly(auth.requestLoginCode(owner, caller));
      await auth.close();
      const mail = inbox.filter(({ identity }) => identity === owner).at(-1);
      if (request && mail && !used.has(mail.code)) {
        const login = auth.login({ identity: owner, code: mail.code, challenge: request.challenge }, caller);
        if (await quietly(login)) {
          used.add(mail.code);
          return true;
        }
      }
      await pass();
    }
    return false;
  };

  let tried = 0;
  let loggedIn = 0;
  let longestWait = 0;
  const end = clock() + hours * 3_600_000;
  while (clock() < end) {
    const start = clock();
    tried += 1;
    loggedIn += Number(await logIn());
    longestWait = Math.max(longestWait, (clock() - start) / 1000);
    while (clock() < start + 200_000) await pass();
  }
  const mailsInWorstHour = worstWindow(
    inbox.map(({ at }) => at),
    3600,
  );
  return { loggedIn, tried, longestWait, mailsInWorstHour, compared };
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

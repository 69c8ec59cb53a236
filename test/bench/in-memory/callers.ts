// What a service keeps of a million callers whom nobody knows, when their time is over.
import { randomBytes, randomInt } from 'node:crypto';
import Keyv from 'keyv';
import { createEmailAuth, type EmailAuth, type LoginCodeMessage } from '../../../src/index.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { signingKey } from '../../support/service.js';

/** Megabytes of a service before, during and after its callers. */
export interface KeptMemory {
  readonly cache: string;
  readonly callers: number;
  /** The most that a look found, while they came. */
  readonly most: number;
  /** When their time is over, what has expired is swept, and the garbage is collected; without what was there before. */
  readonly left: number;
}

const heapInMegabytes = (): number => {
  if (!globalThis.gc) throw new Error('Run it with --expose-gc.');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
};

const randomText = (): string => randomBytes(10).toString('hex');
const randomAddress = (): string =>
  randomInt(2) === 0
    ? Array.from({ length: 4 }, () => randomInt(1, 224)).join('.')
    : `2001:${Array.from({ length: 7 }, () => randomInt(0x10000).toString(16)).join(':')}`;
const randomToken = (): string =>
  [60, 250, 64].map((length) => randomBytes(length).toString('base64url')).join('.');
const randomCaller = () => ({
  ip: randomAddress(),
  userAgent: `Mozilla/5.0 (${randomText()}) Firefox/${randomInt(200)}.0`,
  locale: `${['de', 'en-GB', 'fr', 'x'][randomInt(4)]}, ${randomText().slice(0, 5)};q=0.5`,
});

/** Refusals are what most callers get. */
const tryTo = async (work: Promise<unknown>): Promise<void> => void (await work.catch(() => {}));

/** One in so many callers has an account, and logs in. */
const owners = 100;

const visit = async (auth: EmailAuth, mailbox: LoginCodeMessage[], i: number): Promise<void> => {
  const caller = randomCaller();
  const identity = `${randomText()}@${randomText()}.example`;
  if (i % owners === 0) {
    const { challenge } = await auth.requestLoginCode(identity, caller);
    await auth.close();
    const { code = '' } = mailbox.at(-1) ?? {};
    const { accessToken } = await auth.login({ identity, code, challenge }, caller);
    await auth.authenticate(accessToken, caller);
    return;
  }
  if (i % 3 === 0) await auth.authenticate(randomToken(), caller);
  else if (i % 3 === 1) await tryTo(auth.requestLoginCode(identity, caller));
  else await tryTo(auth.login({ identity, code: '123456', challenge: randomText() }, caller));
};

/** How often the memory is looked at meanwhile: it takes a while. */
const looks = 10;
/** Milliseconds between two callers: a million of them come in five and a half hours. */
const pause = 20;
/** Sessions have ended, too. */
const years = 2 * 366 * 86_400;

const measure = async (name: string, cache: Keyv | undefined, callers: number): Promise<KeptMemory> => {
  const clock = createFakeClock();
  const mailbox: LoginCodeMessage[] = [];
  const auth = createEmailAuth({
    ...(cache && { cache }),
    ...{ clock, signingKey, logger: { warn: () => {}, error: () => {} }, onEvent: () => {} },
    delivery: async (message) => void mailbox.splice(0, 1, message),
  });
  const come = async (from: number, to: number) => {
    let most = 0;
    for (let i = from; i < to; i += 1) {
      await visit(auth, mailbox, i);
      clock.advance(pause / 1000);
      if (i % 100 === 0) await new Promise(setImmediate);
      if (i % Math.ceil(callers / looks) === 0) most = Math.max(most, heapInMegabytes());
    }
    return most;
  };
  /** The next step begins a sweep; it is over when nothing more is freed. */
  const pass = async () => {
    clock.advance(years);
    for (let last = Number.POSITIVE_INFINITY; ; ) {
      await auth.authenticate(randomToken(), randomCaller());
      await auth.sessions(`${randomText()}@host.example`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const now = heapInMegabytes();
      if (now > last - 0.5) return now;
      last = now;
    }
  };
  // What is made once, and code that is compiled, is no memory of callers.
  await come(0, Math.min(callers, 500));
  const before = await pass();
  const most = await come(0, callers);
  const left = (await pass()) - before;
  await auth.close();
  return { cache: name, callers, most: most - before, left };
};

/** @param callers - how many come */
export const measureCallers = async (callers: number): Promise<KeptMemory[]> => {
  const caches = { 'none, all in memory': undefined, 'a Keyv over a Map': new Keyv() };
  const kept: KeptMemory[] = [];
  for (const [name, cache] of Object.entries(caches)) kept.push(await measure(name, cache, callers));
  return kept;
};

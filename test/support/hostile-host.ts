import {
  AuthError,
  createEmailAuth,
  DeliveryError,
  type EmailAuthOptions,
  type LoginCodeMessage,
} from '../../src/index.js';
import { noLimits } from './service.js';
import { howMuch } from './thoroughness.js';

/** What became of one hostile host. */
export interface HostileOutcome {
  readonly way: string;
  readonly what: string;
  /** What went wrong; empty where the service went on as if nothing had been. */
  readonly troubles: readonly string[];
}

const broken = (): never => {
  throw new Error('a trap');
};

const everyTrap = (): object => {
  const traps = Object.getOwnPropertyNames(Reflect);
  return new Proxy({}, Object.fromEntries(traps.map((trap) => [trap, broken])));
};

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

const withGetters = (names: readonly string[], get: () => unknown): Error =>
  names.reduce((error, name) => Object.defineProperty(error, name, { get }), new Error('no'));

const ownCause = (): Error => {
  const error = new Error('no');
  error.cause = error;
  return error;
};

const cycle = (): Error => {
  const first = new Error('no');
  first.cause = new Error('no', { cause: new TypeError('no', { cause: first }) });
  return first;
};

const endless = (): Error => Object.defineProperty(new Error('no'), 'cause', { get: endless });

// The stack first: it is written when it is first touched, and reads the others.
const read = ['stack', 'name', 'message', 'code', 'cause', 'command', 'responseCode', 'status', 'response'];

/** Everything that can be thrown and should not be. */
const things: Readonly<Record<string, () => unknown>> = {
  'an error that is its own cause': ownCause,
  'causes in a circle': cycle,
  'causes without end': endless,
  'getters that throw': () => withGetters(read, broken),
  'getters that answer with traps': () => withGetters(read, everyTrap),
  'properties that are objects': () =>
    Object.assign(new Error('no'), { name: {}, code: [], message: Symbol('no') }),
  'a frozen error': () => Object.freeze(Object.assign(new Error('no'), { code: 'ECONNRESET' })),
  'a proxy whose traps all throw': everyTrap,
  'a revoked proxy': revoked,
  'an error with a proxy for a cause': () => new Error('no', { cause: everyTrap() }),
  'an error with a revoked proxy for a cause': () => new Error('no', { cause: revoked() }),
  'a DeliveryError of no scope': () =>
    Object.defineProperty(new DeliveryError('no', { scope: 'recipient' }), 'scope', { get: broken }),
  'something that can be awaited, and throws': () => awaitable(broken),
  'something that cannot be asked whether it can be awaited': () =>
    Object.defineProperty({}, 'then', { get: broken }),
  'an object without a prototype': () => Object.create(null),
  'a function': () => broken,
  null: () => null,
  undefined: () => undefined,
  'a number': () => Number.NaN,
  'a string': () => 'no',
  'a symbol': () => Symbol('no'),
  'a bigint': () => 1n,
};

type Host = Pick<EmailAuthOptions, 'claims' | 'onEvent' | 'logger'> & {
  readonly send?: (message: LoginCodeMessage) => unknown;
  readonly check?: () => unknown;
  readonly waitUntil?: (work: Promise<unknown>) => unknown;
};

const rejecting = (thing: unknown) => Promise.reject(thing);

/** Something that can be awaited, and behaves as told. */
const awaitable = (then: (resolve: () => void, reject: (thing: unknown) => void) => void): unknown => ({
  then,
});

const toldWho = (work: (thing: unknown) => unknown, thing: unknown) => (identity: string) =>
  identity.startsWith('bad') ? work(thing) : {};

const throwing = (thing: unknown): never => {
  throw thing;
};

/** Where a host can do it. Boundary: what these answer with is not what their types say; that is the attack. */
const ways: Readonly<Record<string, (thing: unknown) => object>> = {
  'the delivery throws': (thing) => ({ send: () => throwing(thing) }),
  'the delivery rejects with': (thing) => ({ send: () => rejecting(thing) }),
  'the delivery answers with': (thing) => ({ send: () => thing }),
  'the delivery answers with an awaitable that rejects with': (thing) => ({
    send: () => awaitable((_, reject) => reject(thing)),
  }),
  'the delivery resolves, then rejects and throws': (thing) => ({
    send: () =>
      awaitable((resolve, reject) => {
        resolve();
        reject(thing);
        throwing(thing);
      }),
  }),
  'the delivery rejects after its deadline with': (thing) => ({
    send: ({ signal }: LoginCodeMessage) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => setImmediate(reject, thing))),
  }),
  'claims throws': (thing) => ({ claims: toldWho(throwing, thing) }),
  'claims rejects with': (thing) => ({ claims: toldWho(rejecting, thing) }),
  'claims answers with': (thing) => ({ claims: toldWho((answer) => answer, thing) }),
  'onEvent throws': (thing) => ({ onEvent: () => throwing(thing) }),
  'onEvent rejects with': (thing) => ({ onEvent: () => rejecting(thing) }),
  'onEvent answers with': (thing) => ({ onEvent: () => thing }),
  'onEvent answers with an awaitable that rejects with': (thing) => ({
    onEvent: () => awaitable((_, reject) => reject(thing)),
  }),
  'the logger throws': (thing) => ({
    send: () => rejecting(new Error('no')),
    logger: { warn: () => throwing(thing), error: () => throwing(thing) },
  }),
  'the logger rejects with': (thing) => ({
    send: () => rejecting(new Error('no')),
    logger: { warn: () => rejecting(thing), error: () => rejecting(thing) },
  }),
  'the logger answers with': (thing) => ({
    send: () => rejecting(new Error('no')),
    logger: { warn: () => thing, error: () => thing },
  }),
  'waitUntil throws': (thing) => ({ waitUntil: () => throwing(thing) }),
  'waitUntil rejects with': (thing) => ({ waitUntil: () => rejecting(thing) }),
  'waitUntil answers with': (thing) => ({ waitUntil: () => thing }),
  'the check throws': (thing) => ({ send: () => rejecting(new Error('no')), check: () => throwing(thing) }),
  'the check rejects with': (thing) => ({
    send: () => rejecting(new Error('no')),
    check: () => rejecting(thing),
  }),
};

const troubles: string[] = [];
process.on('unhandledRejection', () => troubles.push('an unhandled rejection'));
process.on('uncaughtException', () => troubles.push('an uncaught exception'));

const turn = () => new Promise((resolve) => setImmediate(resolve));

const tryHost = async ({ send, check, waitUntil, ...options }: Host): Promise<void> => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const arrived: LoginCodeMessage[] = [];
  const deliver = async (message: LoginCodeMessage): Promise<void> => {
    if (!message.identity.startsWith('bad')) arrived.push(message);
    else await send?.(message);
  };
  // A throw, not only a rejection.
  const straight = (message: LoginCodeMessage): unknown =>
    message.identity.startsWith('bad') && send ? send(message) : deliver(message);
  let works = false;
  const checked = check && { check: () => (works ? undefined : check()) };
  const auth = createEmailAuth({
    clock: () => now,
    limits: noLimits,
    delivery: { send: Object.assign(straight, checked), attempts: 1, timeout: 0.05 },
    ...options,
  } as EmailAuthOptions);
  await auth.requestLoginCode('bad@example.com', { ip: null, ...(waitUntil && { waitUntil }) });
  await auth.close();
  // An operator is told in a sentence, whatever it was.
  const refused: unknown = checked && (await auth.check().catch((error: unknown) => error));
  if (checked && !(refused instanceof AuthError && refused.cause instanceof Error))
    throw new Error('no cause');
  works = true;
  // Past any pause.
  now += 60_000;
  const { challenge } = await auth.requestLoginCode('ada@example.org', { ip: null });
  await auth.close();
  const code = arrived[0]?.code;
  if (code === undefined) throw new Error('the next mail did not arrive');
  await auth.login({ identity: 'ada@example.org', code, challenge }, { ip: null });
  await turn();
};

/** Every way and every thing, but not each way with each thing. */
const apart = howMuch({ quick: 4, slow: 1 });

const tryAll = async (): Promise<readonly HostileOutcome[]> => {
  const outcomes: HostileOutcome[] = [];
  for (const [i, [way, hostBy]] of Object.entries(ways).entries()) {
    for (const [j, [what, make]] of Object.entries(things).entries()) {
      if ((i + j) % apart !== 0) continue;
      try {
        await tryHost(hostBy(make()) as Host);
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

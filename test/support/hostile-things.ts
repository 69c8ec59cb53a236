import {
  DeliveryError,
  type EmailAuthOptions,
  type LoginAttempt,
  type LoginCodeMessage,
  type MailDraft,
} from '../../src/index.js';

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
export const hostileThings: Readonly<Record<string, () => unknown>> = {
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
  'something that can be awaited, and never settles': () => awaitable(() => {}),
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

/** A host that misbehaves in one way. */
export type HostileHost = Pick<EmailAuthOptions, 'guard' | 'claims' | 'onEvent' | 'logger' | 'mail'> & {
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

const toldOf =
  (work: (thing: unknown) => unknown, thing: unknown) =>
  ({ identity }: LoginAttempt) =>
    identity.startsWith('bad') ? work(thing) : undefined;

const writtenFor =
  (work: (thing: unknown) => unknown, thing: unknown) =>
  ({ identity }: MailDraft) =>
    identity.startsWith('bad') ? work(thing) : {};

const throwing = (thing: unknown): never => {
  throw thing;
};

/** Where a host can do it. Boundary: what these answer with is not what their types say; that is the attack. */
export const hostileWays: Readonly<Record<string, (thing: unknown) => object>> = {
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
  'guard throws': (thing) => ({ guard: toldOf(throwing, thing) }),
  'guard rejects with': (thing) => ({ guard: toldOf(rejecting, thing) }),
  'guard answers with': (thing) => ({ guard: toldOf((answer) => answer, thing) }),
  'the template throws': (thing) => ({ mail: { template: writtenFor(throwing, thing) } }),
  'the template rejects with': (thing) => ({ mail: { template: writtenFor(rejecting, thing) } }),
  'the template answers with': (thing) => ({ mail: { template: writtenFor((answer) => answer, thing) } }),
  'the template writes': (thing) => ({ mail: { template: writtenFor((html) => ({ html }), thing) } }),
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

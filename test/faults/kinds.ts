import type { Operation } from './campaign.js';
import type { FaultKind } from './fault-line.js';

/** A look that fails without an answer has done nothing, so there is less to try. */
const ofReads: readonly FaultKind[] = [
  'fails',
  'hides that it fails',
  'hangs and fails',
  'is done and hangs',
];
const ofWrites: readonly FaultKind[] = [
  ...(['fails', 'hides that it fails', 'loses its answer'] as const),
  ...(['hangs and fails', 'hangs and is done late', 'is done and hangs'] as const),
];
/** A server tells when it fails. What comes too late there takes time: see `whatIsLate`. */
const ofCommands: readonly FaultKind[] = [
  'fails',
  'loses its answer',
  'hangs and fails',
  'is done and hangs',
];
/** Where the client sends again what hangs and fails, it comes too late. */
const ofResentCommands: readonly FaultKind[] = ['fails', 'loses its answer', 'is done and hangs'];

const oneOf = (kinds: readonly FaultKind[], at: number): readonly FaultKind[] => [
  kinds[at % kinds.length] ?? 'fails',
];

/** Everything that can befall an operation of a cache in memory. */
export const allInMemory = ({ at, isWrite }: Operation): readonly FaultKind[] =>
  isWrite ? ofWrites : oneOf(ofReads, at);

/** One thing after the other: at every write, and at some of the many reads. */
export const someInMemory = ({ at, isWrite }: Operation): readonly FaultKind[] => {
  if (isWrite) return oneOf(ofWrites, at);
  return at % 12 === 0 ? oneOf(ofReads, at / 12) : [];
};

/** Everything that can befall a command. */
export const allOnRedis = ({ isWrite }: Operation): readonly FaultKind[] =>
  isWrite ? ofCommands : ['fails', 'hangs and fails'];

/** The same, over a client that sends again what was not answered. */
export const allResent = (): readonly FaultKind[] => ofResentCommands;

/** One thing after the other. */
export const oneOnRedis = ({ at }: Operation): readonly FaultKind[] => oneOf(ofCommands, at);

/** What reaches the server when its time is over: held up on the way, or sent again. */
export const whatIsLate =
  (kind: 'hangs and is done late' | 'hangs and fails') =>
  ({ isWrite }: Operation): readonly FaultKind[] =>
    isWrite ? [kind] : [];

/** Everything that can befall a host's own code. */
export const allAtHosts = (): readonly FaultKind[] => ofWrites;
export const oneAtHosts = ({ at }: Operation): readonly FaultKind[] => oneOf(ofWrites, at);

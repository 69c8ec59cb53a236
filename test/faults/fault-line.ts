/** What befalls an operation. */
export type FaultKind =
  /** It is not done, and says so. */
  | 'fails'
  /** It is not done, says that there is nothing there, and tells its listeners only: so do caches. */
  | 'hides that it fails'
  /** It is done, and says that it failed. */
  | 'loses its answer'
  /** There is no answer; in the end it fails. */
  | 'hangs and fails'
  /** There is no answer; in the end it is done. */
  | 'hangs and is done late'
  /** It is done, and there is no answer until the end. */
  | 'is done and hangs';

export interface Fault {
  readonly kind: FaultKind;
  /** Which operation: 1 is the first. */
  readonly at: number;
  /** Operations in a row from there on that it befalls; `Infinity`: until it is over. Default: 1. */
  readonly length?: number;
}

const neverDone: readonly FaultKind[] = ['fails', 'hides that it fails', 'hangs and fails'];

/** Whether an operation was done, or will be, although nobody was told in time. */
export const isDone = (kind: FaultKind): boolean => !neverDone.includes(kind);

/** Operations of one kind, in the order in which they come, some of which go wrong. */
export interface FaultLine {
  /** Operations so far: whether each could change something. */
  readonly operations: readonly boolean[];
  /** Faults so far. */
  readonly met: number;
  /** One of them may have changed something. */
  readonly mayHaveHappened: boolean;
  /** Something waits for the end of a fault. */
  readonly isHanging: boolean;
  /** The fault goes on until it is ended. */
  readonly isLasting: boolean;
  /**
   * An operation comes: what befalls it; null: nothing.
   *
   * @param changes - whether it may change something although it fails
   */
  next(changes: (kind: FaultKind) => boolean): FaultKind | null;
  /** Keeps what is to be done when the fault is over. */
  hold(end: () => void): void;
  /** Resolves when something hangs. */
  hangs(): Promise<void>;
  /** The fault is over: what hangs ends. */
  heal(): void;
}

export const createFaultLine = (faults: readonly Fault[] = []): FaultLine => {
  const held: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  const over = new Set<Fault>();
  const operations: boolean[] = [];
  let met = 0;
  let mayHaveHappened = false;
  const isNow = (fault: Fault): boolean =>
    !over.has(fault) && operations.length >= fault.at && operations.length < fault.at + (fault.length ?? 1);
  return {
    operations,
    get met() {
      return met;
    },
    get mayHaveHappened() {
      return mayHaveHappened;
    },
    get isHanging() {
      return held.length > 0;
    },
    get isLasting() {
      return faults.some((fault) => (fault.length ?? 1) > 1 && isNow(fault));
    },
    next(changes) {
      operations.push(changes('loses its answer'));
      const fault = faults.find(isNow);
      if (fault === undefined) return null;
      met += 1;
      mayHaveHappened ||= changes(fault.kind);
      return fault.kind;
    },
    hold(end) {
      held.push(end);
      for (const resolve of waiting.splice(0)) resolve();
    },
    hangs: () => new Promise((resolve) => void waiting.push(resolve)),
    heal() {
      for (const fault of faults) if (isNow(fault)) over.add(fault);
      for (const end of held.splice(0)) end();
    },
  };
};

/** How one kind of operation goes wrong. */
export interface Ways<Result> {
  /** What it says when it fails. */
  fail(kind: FaultKind): unknown;
  /** What it answers when it hides that. */
  hide?(): Result;
  /** Whether it may change something although it fails. Default: where it is done. */
  changes?(kind: FaultKind): boolean;
}

/** Does work, or lets it go wrong. */
export const throughLine = <Result>(
  line: FaultLine,
  work: () => Result,
  { fail, hide, changes = isDone }: Ways<Result>,
): Result | Promise<Result> => {
  const kind = line.next(changes);
  if (kind === null) return work();
  if (kind === 'hides that it fails' && hide) return hide();
  if (kind === 'hangs and fails') return new Promise((_, reject) => line.hold(() => reject(fail(kind))));
  if (kind === 'hangs and is done late') return new Promise((resolve) => line.hold(() => resolve(work())));
  if (kind === 'is done and hangs') {
    const result = work();
    return new Promise((resolve) => line.hold(() => resolve(result)));
  }
  if (kind === 'loses its answer') work();
  throw fail(kind);
};

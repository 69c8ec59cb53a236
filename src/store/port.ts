import type {
  AbandonStep,
  IssueResult,
  IssueStep,
  PressureResult,
  PressureStep,
  RedeemResult,
  RedeemStep,
  ReleaseStep,
} from './code-steps.js';
import type {
  AliveResult,
  AliveStep,
  ForgetStep,
  InspectResult,
  InspectStep,
  ListSessionsStep,
  PresentResult,
  PresentStep,
  RevokeStep,
  RotateResult,
  RotateStep,
  StoredSession,
  WithdrawStep,
} from './session-steps.js';

/**
 * The cache as a set of atomic steps: of steps that touch the same records one runs after the other, wherever they
 * come from. A step rejects on any trouble, and then may or may not have happened; it never answers with a guess.
 */
export interface Store {
  /** Keeps a code, unless a limit is reached. */
  issue(step: IssueStep): Promise<IssueResult>;
  /** Says how near the limits are. */
  pressure(step: PressureStep): Promise<PressureResult>;
  /** Compares a guess, counts it, and spends the code if it is right. */
  redeem(step: RedeemStep): Promise<RedeemResult>;
  /** Moves a session on to its next generation. */
  rotate(step: RotateStep): Promise<RotateResult>;
  /** Takes back a rotation: a generation that nobody else is given is left to the token that it was made from. */
  withdraw(step: WithdrawStep): Promise<void>;
  /** Ends sessions, and answers how many. */
  revoke(step: RevokeStep): Promise<number>;
  /** Whether a session is alive, and what its record says of this generation. */
  alive(step: AliveStep): Promise<AliveResult>;
  /** Notes the use of a generation. */
  present(step: PresentStep): Promise<PresentResult>;
  /** The live sessions of an identity, oldest first. */
  listSessions(step: ListSessionsStep): Promise<readonly StoredSession[]>;
  /** Drops the sessions, codes and networks of an identity, and answers with the sessions that have ended. */
  forget(step: ForgetStep): Promise<readonly string[]>;
  /** What is kept of an identity. */
  inspect(step: InspectStep): Promise<InspectResult>;
  /** Takes back a login whose code was right. */
  abandon(step: AbandonStep): Promise<void>;
  /** Takes back what a request that came to nothing has counted. */
  release(step: ReleaseStep): Promise<void>;
  /** Writes, reads and deletes a record of its own. */
  check(): Promise<void>;
}

/** The names of the steps. */
export type StepName = keyof Store;

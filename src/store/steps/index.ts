import type {
  AbandonStep,
  IssueResult,
  IssueStep,
  RedeemResult,
  RedeemStep,
  ReleaseStep,
} from '../code-steps.js';
import type {
  ListSessionsStep,
  PresentResult,
  PresentStep,
  RevokeStep,
  RotateResult,
  RotateStep,
  StoredSession,
  WithdrawStep,
} from '../session-steps.js';
import type { Step } from '../step.js';
import { touchedRecords } from '../touched-records.js';
import { abandon } from './abandon.js';
import { sessionsOf } from './account.js';
import { release } from './counters.js';
import { issue } from './issue.js';
import { listSessions } from './list-sessions.js';
import { present } from './present.js';
import { redeem } from './redeem.js';
import { revoke, sessionsToRevoke } from './revoke.js';
import { rotate } from './rotate.js';
import { withdraw } from './withdraw.js';

/** Every step of the port, with the records that it reads. */
export const steps: {
  readonly issue: Step<IssueStep, IssueResult>;
  readonly redeem: Step<RedeemStep, RedeemResult>;
  readonly rotate: Step<RotateStep, RotateResult>;
  readonly present: Step<PresentStep, PresentResult>;
  readonly withdraw: Step<WithdrawStep, void>;
  readonly revoke: Step<RevokeStep, number>;
  readonly listSessions: Step<ListSessionsStep, readonly StoredSession[]>;
  readonly abandon: Step<AbandonStep, void>;
  readonly release: Step<ReleaseStep, void>;
} = {
  issue: { records: touchedRecords.issue, run: issue },
  redeem: { records: touchedRecords.redeem, run: redeem },
  rotate: { records: touchedRecords.rotate, run: rotate },
  present: { records: touchedRecords.rotate, run: present },
  withdraw: { records: touchedRecords.rotate, run: withdraw },
  revoke: { records: touchedRecords.revoke, found: sessionsToRevoke, run: revoke },
  listSessions: { records: touchedRecords.listSessions, found: sessionsOf, run: listSessions },
  abandon: { records: touchedRecords.abandon, run: abandon },
  release: { records: touchedRecords.release, run: release },
};

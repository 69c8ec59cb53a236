import type {
  AbandonStep,
  IssueResult,
  IssueStep,
  PressureResult,
  PressureStep,
  RedeemResult,
  RedeemStep,
  ReleaseStep,
} from '../code-steps.js';
import type {
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
} from '../session-steps.js';
import type { Step } from '../step.js';
import { touchedRecords } from '../touched-records.js';
import { abandon } from './abandon.js';
import { sessionsOf } from './account.js';
import { release } from './counters.js';
import { forget } from './forget.js';
import { inspect } from './inspect.js';
import { issue } from './issue.js';
import { listSessions } from './list-sessions.js';
import { present } from './present.js';
import { pressure } from './pressure.js';
import { redeem } from './redeem.js';
import { revoke, sessionsToRevoke } from './revoke.js';
import { rotate } from './rotate.js';
import { withdraw } from './withdraw.js';

/** Every step of the port, with the records that it reads. */
export const steps: {
  readonly issue: Step<IssueStep, IssueResult>;
  readonly pressure: Step<PressureStep, PressureResult>;
  readonly redeem: Step<RedeemStep, RedeemResult>;
  readonly rotate: Step<RotateStep, RotateResult>;
  readonly present: Step<PresentStep, PresentResult>;
  readonly withdraw: Step<WithdrawStep, void>;
  readonly revoke: Step<RevokeStep, number>;
  readonly listSessions: Step<ListSessionsStep, readonly StoredSession[]>;
  readonly forget: Step<ForgetStep, readonly string[]>;
  readonly inspect: Step<InspectStep, InspectResult>;
  readonly abandon: Step<AbandonStep, void>;
  readonly release: Step<ReleaseStep, void>;
} = {
  issue: { records: touchedRecords.issue, run: issue },
  pressure: { records: touchedRecords.pressure, run: pressure },
  redeem: { records: touchedRecords.redeem, run: redeem },
  rotate: { records: touchedRecords.rotate, run: rotate },
  present: { records: touchedRecords.rotate, run: present },
  withdraw: { records: touchedRecords.rotate, run: withdraw },
  revoke: { records: touchedRecords.revoke, found: sessionsToRevoke, run: revoke },
  listSessions: { records: touchedRecords.listSessions, found: sessionsOf, run: listSessions },
  forget: { records: touchedRecords.listSessions, found: sessionsOf, run: forget },
  inspect: { records: touchedRecords.inspect, found: sessionsOf, run: inspect },
  abandon: { records: touchedRecords.abandon, run: abandon },
  release: { records: touchedRecords.release, run: release },
};

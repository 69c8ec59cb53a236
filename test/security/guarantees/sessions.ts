import type { Guarantee } from '../guarantee.js';
import { sessionEnds } from './session-ends.js';
import { sessionFailures } from './session-failures.js';
import { sessionGenerations } from './session-generations.js';
import { sessionOwners } from './session-owners.js';
import { socketRenewals } from './socket-renewals.js';
import { statesOfServices } from './states-of-services.js';

export const sessions: readonly Guarantee[] = [
  ...sessionGenerations,
  ...sessionEnds,
  ...sessionOwners,
  ...sessionFailures,
  ...statesOfServices,
  ...socketRenewals,
];

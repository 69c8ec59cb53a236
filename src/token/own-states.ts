import { type AuthState, findStanding } from './auth-state.js';
import { isStandingOf } from './standing.js';

/**
 * Whether this is a state that a service has made: a copy is none, nor is one of another service. S7: it is known by how
 * its caller stands, which only the service makes. Nothing that stands in a state could be believed.
 */
export const isStateOf = (service: object, value: unknown): value is AuthState =>
  isStandingOf(findStanding(value), service);

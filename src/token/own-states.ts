import { type AuthState, findStanding, standingOf } from './auth-state.js';

/** The states that one service has made. */
export interface OwnStates {
  /** Remembers how the caller of a state stands, for all states of the same request. */
  add(state: AuthState): void;
  /** Whether this is such a state: a copy is none, nor is one of another service. */
  has(value: unknown): value is AuthState;
}

/** S7: whose a state is, is known by identity. Nothing that stands in a state could be believed. */
export const createOwnStates = (): OwnStates => {
  const standings = new WeakSet<object>();
  return {
    add: (state) => {
      standings.add(standingOf(state));
    },
    has: (value): value is AuthState => {
      const standing = findStanding(value);
      return standing !== undefined && standings.has(standing);
    },
  };
};

import { createHash } from 'node:crypto';
import { abandon } from './abandon.js';
import { account } from './account.js';
import { budget } from './budget.js';
import { check } from './check.js';
import { codes } from './codes.js';
import { counters, release } from './counters.js';
import { issue } from './issue.js';
import { redeem } from './redeem.js';
import { alive, revoke, rotate, sessions } from './sessions.js';
import { commit, transaction } from './transaction.js';

/** A step as Redis runs it. */
export interface Script {
  readonly text: string;
  /** Its name once the server knows it (EVALSHA). */
  readonly sha: string;
}

const script = (...parts: readonly string[]): Script => {
  const text = [transaction, ...parts, commit].join('');
  return { text, sha: createHash('sha1').update(text).digest('hex') };
};

/** A script for each step of the port. */
export const scripts = {
  issue: script(counters, budget, account, codes, issue),
  redeem: script(counters, budget, account, codes, redeem),
  rotate: script(account, rotate),
  revoke: script(account, revoke),
  alive: script(alive),
  sessions: script(account, sessions),
  abandon: script(counters, account, codes, abandon),
  release: script(counters, release),
  check: script(check),
};

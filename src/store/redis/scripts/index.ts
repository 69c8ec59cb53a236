import { createHash } from 'node:crypto';
import { generated } from '../generated/index.js';
import { check } from './check.js';
import { run } from './run.js';

/** What Redis runs in one go. */
export interface Script {
  readonly text: string;
  /** Its name once the server knows it (EVALSHA). */
  readonly sha: string;
}

/** A step as Redis runs it. */
export interface StepScript extends Script {
  /** Names of the lists in its answer; the empty name is the answer itself. */
  readonly lists: readonly string[];
}

const scriptOf = (text: string): Script => ({ text, sha: createHash('sha1').update(text).digest('hex') });

const stepOf = ({ lua, lists }: { readonly lua: string; readonly lists: readonly string[] }): StepScript => ({
  ...scriptOf(lua + run),
  lists,
});

/** A script for each step. */
export const scripts = {
  issue: stepOf(generated.issue),
  pressure: stepOf(generated.pressure),
  redeem: stepOf(generated.redeem),
  rotate: stepOf(generated.rotate),
  present: stepOf(generated.present),
  withdraw: stepOf(generated.withdraw),
  revoke: stepOf(generated.revoke),
  listSessions: stepOf(generated.listSessions),
  forget: stepOf(generated.forget),
  inspect: stepOf(generated.inspect),
  abandon: stepOf(generated.abandon),
  release: stepOf(generated.release),
  check: scriptOf(check),
};

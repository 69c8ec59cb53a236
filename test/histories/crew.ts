import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client, Job, Note } from './recorder.js';
import type { TargetName } from './targets.js';

/** How many processes ask at once. */
export const processCount = 4;

/** A process is killed at some time. */
export interface Crash {
  readonly process: number;
  /** Milliseconds from the beginning. */
  readonly after: number;
}

/** Processes that ask stores on one Redis, and write down what they were answered. */
export interface Crew {
  /** Starts new processes in place of those that were killed. */
  complete(): Promise<void>;
  /**
   * Lets each process ask what its clients are to ask, and answers with what each of them has noted. Those that are
   * killed meanwhile have noted less.
   */
  ask(
    target: TargetName,
    clients: readonly (readonly Client[])[],
    crashes?: readonly Crash[],
  ): Promise<readonly (readonly Note[])[]>;
  stop(): Promise<void>;
}

interface Member {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
}

const startMember = async (env: NodeJS.ProcessEnv): Promise<Member> => {
  const child = fork(join(import.meta.dirname, 'recorder.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...env },
  });
  const ended = once(child, 'exit');
  const died = ended.then(() => Promise.reject(new Error('A process has ended before it began.')));
  died.catch(() => {});
  await Promise.race([once(child, 'message'), died]);
  return { child, ended };
};

const isAlive = ({ child }: Member): boolean => child.exitCode === null && child.signalCode === null;

/** What stands in a record; its last line may be cut off. */
const readNotes = (path: string): readonly Note[] => {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
};

/** Sends a job, and waits until it is done or the process has ended. */
const carryOut = async ({ child, ended }: Member, job: Job, crash: Crash | undefined): Promise<void> => {
  const done = once(child, 'message');
  child.send(job);
  const timer = crash && setTimeout(() => child.kill('SIGKILL'), crash.after);
  await Promise.race([done, ended]);
  // It may have been done before.
  clearTimeout(timer);
  if (child.killed) await ended;
};

/** @param namespace - of the Keyv that all processes use */
export const startCrew = async (url: string, namespace: string): Promise<Crew> => {
  const folder = mkdtempSync(join(tmpdir(), 'email-auth-histories-'));
  const env = { RECORDER_REDIS_URL: url, RECORDER_NAMESPACE: namespace };
  const start = () => startMember(env);
  let members = await Promise.all(Array.from({ length: processCount }, start));
  let jobs = 0;
  return {
    async complete() {
      members = await Promise.all(members.map((member) => (isAlive(member) ? member : start())));
    },
    async ask(target, clients, crashes = []) {
      jobs += 1;
      return Promise.all(
        members.map(async (member, index) => {
          const record = join(folder, `${jobs}-${index}`);
          const job = { target, record, clients: clients[index] ?? [] };
          const crash = crashes.find(({ process }) => process === index);
          await carryOut(member, job, crash);
          const notes = readNotes(record);
          rmSync(record, { force: true });
          return notes;
        }),
      );
    },
    async stop() {
      for (const { child } of members) if (child.connected) child.disconnect();
      await Promise.all(members.map(({ ended }) => ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

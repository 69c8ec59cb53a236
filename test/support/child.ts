import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** What a process prints, line by line, while it runs. */
export interface Child {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** The first match in what it prints to stdout, now or later. It rejects when the process ends before. */
  match(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit code, when it has ended by itself. */
  readonly ended: Promise<number | null>;
  /** Ends it. */
  stop(): Promise<void>;
}

/** What would make a process behave as in production, or use keys and servers of this machine. */
const withoutSettings = (): NodeJS.ProcessEnv => {
  const { NODE_ENV, EMAIL_AUTH_SIGNING_KEY, SMTP_URL, ...others } = process.env;
  return others;
};

/** What a process prints, and its end. */
const follow = (child: ChildProcessByStdio<null, Readable, Readable>, kill: () => unknown): Child => {
  const texts = { stdout: '', stderr: '' };
  const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    get stdout() {
      return linesOf(texts.stdout);
    },
    get stderr() {
      return linesOf(texts.stderr);
    },
    ended,
    match: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(texts.stdout);
          if (found) resolve(found);
        };
        child.stdout.on('data', look);
        void ended.then((code) => reject(new Error(`The process ended with ${code}: ${texts.stderr}`)));
        look();
      }),
    stop: async () => {
      kill();
      await ended;
    },
  };
};

/** Runs TypeScript in a process of its own, with nothing of ours in the environment. */
export const startChild = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Child => {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutSettings(), ...env },
  });
  return follow(child, () => child.kill('SIGKILL'));
};

/** Runs a command of a shell, and ends all processes that it has started. */
export const startCommand = (script: string, cwd: string, env: NodeJS.ProcessEnv): Child => {
  const child = spawn('sh', ['-ec', script], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  return follow(child, () => {
    // A process group has the number of its first process. It may have ended by itself.
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  });
};

// `npm run bench:timing`: what the clock tells a stranger about an address, over HTTP, with a real SMTP server. The
// figure is the area under the curve: how often a guess by the time alone is right. 0.5 is chance, 1 is always.
import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { median } from './statistics.js';
import type { Command } from './timing-server.js';

type Kind = 'known' | 'unknown';

const warmUp = 20;
/** Of each attack. */
const seconds = Number(process.argv[2] ?? 50);
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** How often a value of the first is below one of the second. */
const areaUnderCurve = (first: readonly number[], second: readonly number[]): number => {
  const wins = first.flatMap((a) => second.map((b) => (Math.sign(b - a) + 1) / 2));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
};

/** A mail server that takes so long for each recipient. */
const startMailServer = async (latencyOf: (address: string) => number) => {
  const arrivals = new Map<string, () => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, done) => void setTimeout(done, latencyOf(address)),
    onData(stream, session, done) {
      stream.resume();
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo) arrivals.get(address)?.();
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    arrivalOf: (address: string) =>
      new Promise<void>((resolve) => {
        arrivals.set(address, resolve);
      }),
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
};

interface Scene {
  /** Milliseconds that the mail server takes for the target. */
  readonly target: number;
  /** Milliseconds of rendering for each mail. */
  readonly rendering: number;
  /** Milliseconds that it takes to look an address up. Default: one turn of the event loop. */
  readonly lookup?: number;
  /** The naive order, for comparison: lookup and mail before the reply. */
  readonly repliesLast?: boolean;
}

const others = 10;

const open = async ({ target, rendering, lookup = 0, repliesLast = false }: Scene) => {
  const mail = await startMailServer((address) => (address.endsWith('@target.test') ? target : others));
  const child = fork(join(import.meta.dirname, 'timing-server.ts'), {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      BENCH_SMTP: mail.url,
      BENCH_RENDERING: String(rendering),
      BENCH_LOOKUP: String(lookup),
      BENCH_REPLIES_LAST: String(repliesLast),
    },
  });
  // The attacker is somewhere else in truth: she does not wait for the processor of the server.
  if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const [url] = (await once(child, 'message')) as [string];
  const tell = async (command: Command) => {
    const done = once(child, 'message');
    child.send(command);
    await done;
  };
  const post = async (query: string): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const { errors } = (await answer.json()) as { errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
  };
  const ask = (address: string, more = '') =>
    post(`mutation { requestLoginCode(email: "${address}") { challenge } ${more} }`);
  // So that mails of several domains have been measured, and start times have an interval.
  for (let i = 0; i < 9; i += 1) await ask(`somebody@${i}.test`);
  await ask('known@target.test');
  await tell('flush');
  await tell('next-period');
  const stop = async () => {
    child.kill();
    await mail.stop();
  };
  return { mail, tell, ask, stop };
};

type Server = Awaited<ReturnType<typeof open>>;

/** (a) Five requests for a target, then one for the attacker: when does the attacker's mail arrive? */
const mailAfterTarget = async ({ mail, ask }: Server, kind: Kind, round: number): Promise<number> => {
  const own = `me-${round}@attacker.test`;
  const arrived = mail.arrivalOf(own);
  await Promise.all(Array.from({ length: 5 }, () => ask(`${kind}@target.test`)));
  const start = performance.now();
  await ask(own);
  await arrived;
  return performance.now() - start;
};

const twenty = Array.from({ length: 20 }, (_, i) => `touch${i}: touch`).join(' ');

/** (b) Twenty mutations behind the request, in one document: when does the answer arrive? */
const answerOfMany = async ({ ask }: Server, kind: Kind): Promise<number> => {
  const start = performance.now();
  await ask(`${kind}@target.test`, twenty);
  return performance.now() - start;
};

/** (c) One request for an address that was never asked for before: when does the answer arrive? */
const answerAlone = async ({ ask }: Server, kind: Kind, round: number): Promise<number> => {
  const start = performance.now();
  await ask(`${kind}-${round}@target.test`);
  return performance.now() - start;
};

type Attack = (server: Server, kind: Kind, round: number) => Promise<number>;

/** Plays an attack for about as long as is said, on known and unknown targets in a random order. */
const play = async (title: string, scene: Scene, attack: Attack): Promise<void> => {
  const server = await open(scene);
  const times: Record<Kind, number[]> = { known: [], unknown: [] };
  const end = performance.now() + seconds * 1000;
  for (let round = 0; performance.now() < end; round += 1) {
    const kind: Kind = randomInt(2) ? 'known' : 'unknown';
    const time = await attack(server, kind, round);
    // The first rounds warm up.
    if (round >= warmUp) times[kind].push(time);
    await server.tell('flush');
    await sleep(5);
  }
  await server.stop();
  const area = areaUnderCurve(times.unknown, times.known).toFixed(2);
  const { known, unknown } = times;
  const medians = `medians ${median(unknown).toFixed(1)} and ${median(known).toFixed(1)} ms`;
  console.info(`${title.padEnd(66)} ${area}  (${unknown.length} and ${known.length} rounds, ${medians})`);
};

const main = async (): Promise<void> => {
  console.info('unknown before known, by time alone: 0.5 is chance\n');
  await play('my mail after five requests for a target', { target: others, rendering: 0 }, mailAfterTarget);
  await play('the same, the target at a slow domain', { target: 200, rendering: 0 }, mailAfterTarget);
  await play(
    'the answer before twenty mutations, 10 ms of rendering',
    { target: others, rendering: 10 },
    answerOfMany,
  );
  const slow = { target: 20, rendering: 0, lookup: 20 };
  await play('the answer alone, 20 ms of lookup and 20 ms of mail', slow, answerAlone);
  await play('the same, from a server that replies last', { ...slow, repliesLast: true }, answerAlone);
};

void main();

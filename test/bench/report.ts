import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { ColdStart } from './http/cold-start.js';
import type { Figure } from './http/compare.js';
import type { ServerName } from './http/servers.js';
import type { InMemory } from './in-memory/run.js';
import type { Measured } from './in-process/measure.js';
import type { StepCost } from './redis-costs.js';

/** All that the bench has found out. */
export interface Results {
  readonly inProcess: readonly Measured[];
  readonly http: readonly Figure[];
  readonly coldStarts: readonly ColdStart[];
  readonly inMemory: InMemory;
  readonly redis: readonly StepCost[];
}

const versionOf = (folder: string): string =>
  JSON.parse(readFileSync(join(import.meta.dirname, folder, 'package.json'), 'utf8')).version;

const modules = ['graphql', 'graphql-yoga', '@pothos/core', 'keyv', '@keyv/redis', 'jose'];
const peers = ['better-auth', '@graphql-yoga/plugin-jwt'];
const rootPeers = ['@pothos/plugin-scope-auth', '@envelop/generic-auth'];

const versions = (): string =>
  [
    `this library ${versionOf('../..')}`,
    ...[...modules, ...rootPeers].map((name) => `${name} ${versionOf(`../../node_modules/${name}`)}`),
    ...peers.map((name) => `${name} ${versionOf(`peers/node_modules/${name}`)}`),
  ].join(', ');

/** Three figures that count, whatever the size. */
const figure = (value: number): string => {
  if (!Number.isFinite(value)) return '';
  if (value >= 100) return String(Math.round(value));
  return value.toPrecision(value < 1 ? 2 : 3);
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

const times = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '');

/** Tokens that a server signs where somebody logs in, or refreshes. */
const signatures: Partial<Record<ServerName, number>> = { 'hand-written': 1, 'this library': 2 };

const httpTable = (all: readonly Figure[], scenario: string): string => {
  const figures = all.filter((one) => one.scenario === scenario);
  const hasFloor = figures.some(({ timesFloor }) => Number.isFinite(timesFloor));
  // Every scenario that a server without authentication cannot play is about tokens.
  const relation = hasFloor ? '× no authentication' : 'µs per signature';
  const head = ['server', 'cache', 'µs of CPU', relation, 'per second'];
  const rows = figures.map(({ server, cache, cpu, timesFloor, rate }) => [
    server,
    cache,
    figure(cpu),
    hasFloor ? times(timesFloor) : figure(cpu / (signatures[server] ?? Number.NaN)),
    figure(rate),
  ]);
  return `### ${scenario}\n\n${table(head, rows)}`;
};

const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

/** What state in memory costs, as a part of the page. */
export const writeInMemory = ({ kept, pauses }: InMemory): string => `## State in memory

So many callers come from random addresses, with random identities and tokens that are none. One in a hundred logs in. Then time passes, what
has expired is swept, and the garbage is collected. What is left is what the service keeps for ever, verified tokens among it: up to 10,000.

${table(
  ['cache', 'callers', 'MB at most', 'MB left'],
  kept.map(({ cache, callers, most, left }) => [
    cache,
    String(callers),
    figure(most),
    figure(Math.max(left, 0)),
  ]),
)}

The event loop meanwhile, without a cache: its longest turn, in CPU of the thread and without the garbage collector; and the longest run of the
collector, which is a time, and so grows where others use the machine.

${table(
  ['what goes on', 'records', 'ms in a turn', 'ms of the collector'],
  pauses.map(({ phase, records, longest, collector }) => [
    phase,
    records.join(' to '),
    figure(longest),
    figure(collector),
  ]),
)}`;

/** From profiles of November 2026, on Node 24. */
const bounds = `## What bounds them

- *Protected field*: the library's own code is one part in twenty of what a warm server does for one. The rest of the difference is Yoga's and
  Node's: a header of some 500 characters more, and a context that is a promise. On Redis, the look at the session is a GET of its own: the client
  and the socket take more than all that the library does.
- *List of 1000*: a marked field asks whether the claims still hold. A clock of the machine takes 60 ns to read, as much as the rest of it, so it is
  read once for all fields that run without a pause.
- *Log in*: two requests through Yoga, two signatures, and a mail. A quarter is the library's own code, spread thin: the largest pieces are the
  HMACs, the random bytes, and the mail with its queue, each two to four parts in a hundred. Writing to sockets and the garbage collector take a third.
- *Refresh*: two signatures take some 55 µs. One request through Yoga alone takes four to six times as long.
- *Build*: a step for every field, twice: what may be printed of it, and what stands before its resolver.
- *Redis*: of a step that issues a code, a sixth is reading its input, a seventh is five SETs, and an eighth is the fixed price of a script: its
  functions, its keys and the clock. A tenth is writing numbers as text, and one part in twenty is eight GETs. The rest is the rules. Their largest
  pieces are the names of records, since the Lua of Redis hashes every text that it makes from end to end, and tables, which it makes and collects.
  MGET in place of GETs, and PXAT in place of PX, are no faster. A flat list as input, made into tables again, or MessagePack in place of JSON
  would save a quarter of reading it. Counted in instructions of the server, a first issue takes 1.31 times as long as on 24 November 2026, when mails
  were not counted and no step asked for the time, and a right code 1.35 times.
- *A million callers*, counted by \`npm run bench:memory\` on 27 November 2026: they left 9.0 MB in memory, and 9.8 MB in a Keyv over a Map.`;

/** The results as a page. */
export const writeReport = ({
  inProcess,
  http,
  coldStarts,
  inMemory,
  redis,
}: Results): string => `# Benchmarks

\`npm run bench\` has written this page on ${new Date().toISOString().slice(0, 10)}, with Node ${process.versions.node} on ${cpus()[0]?.model.trim() ?? 'an unknown processor'}
(${cpus().length} cores, shared with others). Versions: ${versions()}.

Only figures of one run can be compared with each other. All are medians of rounds in which the servers, or the pieces of work, take turns in a
random order.

## Over HTTP

Each server is a process of its own, built and in production. It says itself how much CPU one request takes, with what goes on after the reply.
That is the figure to look at. The rate depends on the client, which shares the machine.

- *no authentication*: the same Yoga and Pothos schema, and nothing else.
- *hand-written*: a login without limits, without protection from guessing, and without refresh. It signs one token. This library signs two.
- *better-auth*: its e-mail codes over its own HTTP API. Its login makes a session, and signs no token.

${unique(http.map(({ scenario }) => scenario))
  .map((scenario) => httpTable(http, scenario))
  .join('\n\n')}

### from the start of the process to the first answer

${table(
  ['server', 'ms', 'ms of CPU', '× no authentication'],
  coldStarts.map(({ server, milliseconds, cpu, timesFirst }) => [
    server,
    figure(milliseconds),
    figure(cpu),
    times(timesFirst),
  ]),
)}

## In one process, in memory

${table(
  ['what', 'µs'],
  inProcess.map(({ name, microseconds }) => [name, figure(microseconds)]),
)}

${writeInMemory(inMemory)}

## CPU of Redis for one step

The second figure compares a step with a script that reads, writes and deletes as many records, and does nothing with them. The step
\`alive\` is a plain GET, so it takes less than a script.

${table(
  ['step', 'µs', '× reads and writes alone'],
  redis.map(({ step, cpu, timesFloor }) => [step, figure(cpu), times(timesFloor)]),
)}

${bounds}
`;

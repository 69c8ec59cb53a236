import { parseEnv } from 'node:util';
import { noArguments, textOption } from '../arguments.js';
import type { Call, Command, ExitCode, Io } from '../command.js';
import { readInput } from '../read-input.js';
import type { Finding, Variables } from './finding.js';
import { lookAtKey } from './look-at-key.js';
import { lookAtMail } from './look-at-mail.js';
import { lookAtMode } from './look-at-mode.js';
import { lookAtRedis } from './look-at-redis.js';

const help = `Usage: pothos-email-auth check [options]

Says whether a server could start with the variables NODE_ENV, EMAIL_AUTH_SIGNING_KEY, REDIS_URL and
SMTP_URL. It connects to Redis and does every step on records that are not there. It begins a mail from the
sender to the sender, and stops before anything is sent. It prints no key and no password.

  --env FILE      reads the variables from FILE (lines like KEY=value), and none from the environment;
                  - reads them from stdin
  --from ADDRESS  the sender of your mails. Default: the user of SMTP_URL, if that is an address
  --help          this text

Exit code: 0, or 1 if the server would not start, or people could not log in. In your own server,
auth.check() says the same of the options that you really have.

Examples:
  pothos-email-auth check --from login@example.com
  pothos-email-auth check --env production.env --from login@example.com
  kubectl exec deploy/api -- npx pothos-email-auth check --from login@example.com
`;

/** Some readers of such files cut the value there, and others do not. */
const hashWithoutQuotes = /^\s*(?:export\s+)?(\w+)\s*=\s*[^\s'"`#]+#/m;

const parse = (text: string): Variables => {
  const [, name] = hashWithoutQuotes.exec(text) ?? [];
  if (name) throw new Error(`${name} holds a #, where a comment begins. Put the value in quotes.`);
  return parseEnv(text);
};

const readVariables = async (call: Call, io: Io): Promise<Variables> => {
  const file = textOption(call, 'env');
  return file === undefined ? process.env : parse(await readInput(file, io));
};

const lineOf = ({ result, name, sentence }: Finding): string =>
  `${result.padEnd(7)} ${name.padEnd(23)} ${sentence}\n`;

const run = async (call: Call, io: Io): Promise<ExitCode> => {
  noArguments(call);
  const variables = await readVariables(call, io);
  const looks = [lookAtMode, lookAtKey, lookAtRedis, lookAtMail(textOption(call, 'from'))];
  const findings = (await Promise.all(looks.map((look) => look(variables)))).flat();
  io.stdout(findings.map(lineOf).join(''));
  return findings.some(({ result }) => result === 'failed') ? 1 : 0;
};

/** `pothos-email-auth check` */
export const check: Command = {
  help,
  options: { env: { type: 'string' }, from: { type: 'string' } },
  run,
};

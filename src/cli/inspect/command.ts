import { systemClock } from '../../core/clock.js';
import { textOption } from '../arguments.js';
import type { Call, Command, ExitCode, Io } from '../command.js';
import { nameOfInput, readInput } from '../read-input.js';
import { faultsOf } from './faults.js';
import { readKnownKeys } from './known-keys.js';
import { bareToken, type Members, readToken } from './read-token.js';
import { report } from './report.js';
import { lookAtSignature, type SignatureReport } from './signature.js';

const help = `Usage: pothos-email-auth inspect - [options]

Says what stands in a token, what is wrong with it, and whether its signature verifies. It reads the token
from stdin. It also takes the token itself in the place of the -, but then everybody who can see your
processes or the history of your shell can log in with it. It does not print the token.

  --key FILE  looks at the signature: FILE holds private keys, public keys or a JWK Set
  --help      this text

Exit code: 0, or 1 if something is wrong with the token. It cannot see whether the session was ended.

Examples:
  pbpaste | pothos-email-auth inspect -
  pothos-email-auth inspect - --key signing-key.pem < token.txt
  curl -s https://api.example.com/.well-known/jwks.json > jwks.json
  pothos-email-auth inspect - --key jwks.json < token.txt
`;

const readSignature = async (
  token: string,
  header: Members,
  file: string | undefined,
  io: Io,
): Promise<SignatureReport | undefined> => {
  if (file === undefined) return undefined;
  const keys = readKnownKeys(await readInput(file, io), nameOfInput(file));
  return lookAtSignature(token, header, keys, nameOfInput(file));
};

const readSource = async ({ positionals }: Call, io: Io): Promise<string> => {
  const [source, ...others] = positionals;
  if (source === undefined)
    throw new Error('Give the token on stdin: pothos-email-auth inspect - < token.txt');
  if (others.length > 0) throw new Error('One token at a time, and without spaces in it.');
  return bareToken(source === '-' ? await readInput(source, io) : source);
};

const run = async (call: Call, io: Io): Promise<ExitCode> => {
  const file = textOption(call, 'key');
  if (file === '-') throw new Error('--key needs the name of a file: stdin is for the token.');
  const token = await readSource(call, io);
  const read = readToken(token);
  const inspected = { ...read, token, now: Math.floor(systemClock() / 1000) };
  const signature = read.parts === 3 ? await readSignature(token, read.header, file, io) : undefined;
  const faults = faultsOf(inspected);
  const wrong = signature?.verifies === false ? [...faults, signature.sentence] : faults;
  io.stdout(report(inspected, signature, wrong));
  return wrong.length > 0 ? 1 : 0;
};

/** `pothos-email-auth inspect` */
export const inspect: Command = { help, options: { key: { type: 'string' } }, run };

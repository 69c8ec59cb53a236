import type { Call, Command, ExitCode, Io } from '../command.js';
import { nameOfInput, readInput } from '../read-input.js';
import { convert } from './convert.js';
import { readSettings } from './python/read-settings.js';
import { typescript } from './typescript.js';

const help = `Usage: pothos-email-auth migrate FILE

Turns the settings of jwt-email-auth 0.11 into options of createEmailAuth, as TypeScript. FILE is a settings.py
with JWT_EMAIL_AUTH = {...}, that dict alone, or the same as JSON, where durations are numbers of seconds.
- reads stdin. Nothing in it is run: what Python would have to compute is left for you to do.

It prints what differs from the defaults here, and above it, what is left for you to do. Functions of yours
become comments to fill in. A setting that says who may log in becomes a function that lets nobody in, until
you write it. It prints no key, only the name of the variable that holds it.

  --help  this text

Exit code: 0, or 1 if the file cannot be read, or a setting is not known or not of the right kind. The rest
is printed all the same.

Examples:
  pothos-email-auth migrate settings.py > auth.ts
  pothos-email-auth migrate settings.json
  python -c 'import json, settings; print(json.dumps(settings.JWT_EMAIL_AUTH, default=str))' |
    pothos-email-auth migrate -

docs/from-jwt-email-auth.md has all settings, and what your clients must change.
`;

const read = async (
  { positionals }: Call,
  io: Io,
): Promise<{ readonly text: string; readonly name: string }> => {
  const [source, ...others] = positionals;
  if (source === undefined) throw new Error('Say which settings: pothos-email-auth migrate settings.py');
  if (others.length > 0) throw new Error('One file at a time.');
  return { text: await readInput(source, io), name: nameOfInput(source) };
};

const settingsIn = (text: string, name: string): ReturnType<typeof readSettings> => {
  try {
    return readSettings(text);
  } catch (error) {
    throw new Error(`${name}, ${error instanceof Error ? error.message : error}`);
  }
};

const run = async (call: Call, io: Io): Promise<ExitCode> => {
  const { text, name } = await read(call, io);
  const conversion = convert(settingsIn(text, name));
  io.stdout(typescript(conversion));
  for (const mistake of conversion.mistakes) io.stderr(`${name}, ${mistake}\n`);
  return conversion.mistakes.length > 0 ? 1 : 0;
};

/** `pothos-email-auth migrate` */
export const migrate: Command = { help, options: {}, run };

import { version } from '../core/version.js';
import { readArguments, unknownWord } from './arguments.js';
import type { Command, Commands, ExitCode, Io } from './command.js';
import { commands as all } from './commands.js';
import { plainText } from './plain-text.js';

/** The name of the bin. */
const name = 'pothos-email-auth';

const usage = (commands: Commands): string => {
  const width = Math.max(...Object.keys(commands).map(({ length }) => length));
  const rows = Object.entries(commands).map(([word, { summary }]) => `  ${word.padEnd(width)}  ${summary}`);
  return [
    `Usage: ${name} COMMAND`,
    '',
    ...rows,
    '',
    `  ${name} COMMAND --help  explains a command`,
    `  ${name} --version       says which version this is`,
    '',
  ].join('\n');
};

const runCommand = async (command: Command, args: readonly string[], io: Io): Promise<ExitCode> => {
  // Also beside what is wrong: who asks for help may not know the options.
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout(command.help);
    return 0;
  }
  return command.run(readArguments(args, command.options), io);
};

const dispatch = async (
  [word, ...args]: readonly string[],
  io: Io,
  commands: Commands,
): Promise<ExitCode> => {
  if (word === undefined) {
    io.stderr(usage(commands));
    return 1;
  }
  if (word === '--help' || word === '-h' || word === '--version') {
    io.stdout(word === '--version' ? `${version}\n` : usage(commands));
    return 0;
  }
  const entry = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (entry === undefined) {
    throw unknownWord('a command', word, [...Object.keys(commands), '--help', '--version']);
  }
  return runCommand(await entry.load(), args, io);
};

/**
 * Runs the bin: the arguments without those of Node. Whatever goes wrong is a sentence on stderr and 1. Nothing that is
 * written can steer a terminal.
 */
export const main = async (
  argv: readonly string[],
  { stdout, stderr, stdin }: Io,
  commands: Commands = all,
): Promise<ExitCode> => {
  const io: Io = {
    stdout: (text) => stdout(plainText(text)),
    stderr: (text) => stderr(plainText(text)),
    stdin,
  };
  try {
    return await dispatch(argv, io, commands);
  } catch (error) {
    io.stderr(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
};

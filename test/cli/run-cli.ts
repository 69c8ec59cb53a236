import type { Commands } from '../../src/cli/command.js';
import { main } from '../../src/cli/main.js';

/** Runs the bin without a process, and answers with what it has written. */
export const runCli = async (
  argv: readonly string[],
  { stdin = '', commands }: { stdin?: string; commands?: Commands } = {},
) => {
  const written = { stdout: '', stderr: '' };
  const io = {
    stdout: (text: string) => {
      written.stdout += text;
    },
    stderr: (text: string) => {
      written.stderr += text;
    },
    stdin: async () => stdin,
  };
  return { code: await main(argv, io, ...(commands ? [commands] : [])), ...written };
};

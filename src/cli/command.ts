import type { ParseArgsConfig } from 'node:util';

/** Where a command reads and writes. */
export interface Io {
  /** What the command is asked for: it may go into a file or another program. */
  readonly stdout: (text: string) => void;
  /** Whatever else a person should read. */
  readonly stderr: (text: string) => void;
  /** All of the standard input. */
  readonly stdin: () => Promise<string>;
}

/** What a command was called with. */
export interface Call {
  /** The options that were given, by name. */
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  /** The other arguments. */
  readonly positionals: readonly string[];
}

/** 0: it is as it should be. 1: it is not, or the command could not do its work. */
export type ExitCode = 0 | 1;

/** A command of the bin. */
export interface Command {
  /** What `--help` says: how it is called, its options, examples. */
  readonly help: string;
  readonly options: Readonly<NonNullable<ParseArgsConfig['options']>>;
  /** @throws {Error} with a sentence for the person who has called it */
  readonly run: (call: Call, io: Io) => Promise<ExitCode>;
}

/** The commands, by name, in the order of the help. */
export type Commands = Readonly<
  Record<
    string,
    {
      /** What the command does, for the list of commands: half a line. */
      readonly summary: string;
      /** Loads the command, with the packages that it needs: nobody waits for those of the others. */
      readonly load: () => Promise<Command>;
    }
  >
>;

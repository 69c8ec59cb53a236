import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/cli/command.js';
import { commands } from '../../src/cli/commands.js';
import { version } from '../../src/core/version.js';
import { runCli } from './run-cli.js';

/** A command that writes what it was called with. */
const echo: Command = {
  help: 'Usage: echo\n',
  options: { name: { type: 'string' }, loud: { type: 'boolean' }, short: { type: 'string', short: 's' } },
  run: async (call, { stdout }) => {
    stdout(JSON.stringify(call));
    return 0;
  },
};
const tableOf = (command: Command) => ({
  echo: { summary: 'writes what it was called with', load: async () => command },
});
const run = (...argv: string[]) => runCli(['echo', ...argv], { commands: tableOf(echo) });

describe('pothos-email-auth', () => {
  it('explains itself on stdout to who asks, and on stderr to who says nothing', async () => {
    const asked = await runCli(['--help']);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    for (const [name, { summary }] of Object.entries(commands)) {
      expect(asked.stdout).toMatch(new RegExp(`^ {2}${name} +${summary}$`, 'm'));
    }
    expect(await runCli(['-h'])).toEqual(asked);
    expect(await runCli([])).toEqual({ code: 1, stdout: '', stderr: asked.stdout });
  });

  it('knows its version', async () => {
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each(Object.entries(commands))('teaches %s: usage, every option, examples', async (name, { load }) => {
    const command = await load();
    const { code, stdout } = await runCli([name, '--nonsense', '--help']);
    expect([code, stdout]).toEqual([0, command.help]);
    expect(stdout).toMatch(new RegExp(`^Usage: pothos-email-auth ${name} `));
    expect(stdout).toContain('\nExamples:\n');
    for (const option of Object.keys(command.options)) expect(stdout).toContain(`\n  --${option}`);
  });

  it.each([
    [['adit'], 'adit is not a command. Did you mean audit?'],
    [['--verison'], '--verison is not a command. Did you mean --version?'],
    [
      ['toString'],
      'toString is not a command. There are: keygen, jwks, inspect, check, audit, preview, migrate, --help, --version.',
    ],
    [['audit', 'x', '--exect', 'y'], '--exect is not an option. Did you mean --expect?'],
    [
      ['audit', 'x', '--constructor'],
      '--constructor is not an option. There are: --expect, --update, --format, --help.',
    ],
  ])('says what there is instead of what there is not: %s', async (argv, sentence) => {
    expect(await runCli(argv)).toEqual({ code: 1, stdout: '', stderr: `pothos-email-auth: ${sentence}\n` });
  });

  it.each([
    [['--name', 'x', 'y', '-', '--loud'], { values: { name: 'x', loud: true }, positionals: ['y', '-'] }],
    [['--name=--loud', '--', '--name'], { values: { name: '--loud' }, positionals: ['--name'] }],
    [['--name', '-'], { values: { name: '-' }, positionals: [] }],
    [['-s', 'x'], { values: { short: 'x' }, positionals: [] }],
    [[], { values: {}, positionals: [] }],
  ])('reads %s', async (argv, call) => {
    const { code, stdout } = await run(...argv);
    expect([code, JSON.parse(stdout)]).toEqual([0, call]);
  });

  it.each([
    [['--name'], '--name needs a value.'],
    [['--name='], '--name needs a value.'],
    [['--name', '--loud'], '--name needs a value.'],
    [['--loud=yes'], '--loud takes no value.'],
  ])('refuses %s', async (argv, sentence) => {
    expect(await run(...argv)).toMatchObject({ code: 1, stderr: `pothos-email-auth: ${sentence}\n` });
  });

  it('makes a sentence of whatever a command throws', async () => {
    const broken: Command = { ...echo, run: () => Promise.reject('nothing') };
    expect(await runCli(['echo'], { commands: tableOf(broken) })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'pothos-email-auth: nothing\n',
    });
  });

  it('writes nothing that a terminal would obey', async () => {
    const steering = [
      '\u001b[2J',
      '\u009b31m',
      '\r',
      '\b',
      '\u202e',
      '\u200b',
      '\u2028',
      '\t',
      '\u0007',
      '\ud800',
    ].join('');
    const loud: Command = {
      ...echo,
      run: async (_, { stdout, stderr }) => {
        stdout(`${steering}é→\n`);
        stderr(steering);
        throw new Error(steering);
      },
    };
    const { stdout, stderr } = await runCli(['echo'], { commands: tableOf(loud) });
    expect(stdout).toBe(
      '\\u{1b}[2J\\u{9b}31m\\u{d}\\u{8}\\u{202e}\\u{200b}\\u{2028}\\u{9}\\u{7}\\u{d800}é→\n',
    );
    expect(stderr.replaceAll('\n', '')).toMatch(/^[ -~]+$/);
    expect((await runCli(['\u001b[2J'])).stderr).toMatch(
      /^pothos-email-auth: \\u\{1b\}\[2J is not a command/,
    );
  });
});

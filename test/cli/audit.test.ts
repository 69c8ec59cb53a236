import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSdl } from '../../src/audit/read-sdl.js';
import { auditSchema } from '../../src/index.js';
import { runCli } from './run-cli.js';
import { useTemporaryFiles } from './temporary-files.js';

const { folder, fileWith } = useTemporaryFiles();

const sdl = `type Query { hello: String me: User @authenticated find: [User!] }
  type User { name: String mail: String! @authenticated org: Org @authenticated }
  type Org { title: String }`;
const openFields = ['Query.find', 'Query.hello', 'User.name'];

const audit = (...argv: string[]) => runCli(['audit', '-', ...argv], { stdin: sdl });

describe('pothos-email-auth audit', () => {
  it('says what is public, protected and behind, by which way, and what refusals take along', async () => {
    const { code, stdout, stderr } = await audit();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        'Public: anybody can read them (3):',
        '  Query.find',
        '  Query.hello',
        '  User.name    by Query.find',
        '',
        'Protected: they need a token (3):',
        '  Query.me',
        '  User.mail  by Query.find',
        '  User.org   by Query.find',
        '',
        'Behind: only protected fields lead to them (1):',
        '  Org.title  by Query.find > User.org',
        '',
        'Protected and non-null: a refusal takes public fields along (1):',
        '  User.mail  with User.name',
        '',
        '',
      ].join('\n'),
    );
  });

  it.each([[], ['--expect', 'FILE', '--update']])(
    'says so where nothing is marked, %s %s %s',
    async (...argv) => {
      const file = join(folder, 'unmarked.txt');
      const unmarked = { stdin: sdl.replaceAll('@authenticated', '') };
      const { code, stderr } = await runCli(
        ['audit', '-', ...argv.map((word) => word.replace('FILE', file))],
        unmarked,
      );
      expect(code).toBe(0);
      expect(stderr).toContain(
        'Nothing in - is protected. Was it printed with its directives? printSchema of graphql leaves them out, ' +
          'printSchemaWithDirectives of @graphql-tools/utils does not.\n',
      );
    },
  );

  it('reads a file as it reads stdin', async () => {
    expect(await runCli(['audit', fileWith(sdl)])).toEqual(await audit());
  });

  it('writes what auditSchema answers with as JSON', async () => {
    const { stdout } = await audit('--format', 'json');
    expect(JSON.parse(stdout)).toEqual(auditSchema(readSdl(sdl)));
  });

  it('writes a table for a pull request', async () => {
    const { stdout } = await audit('--format', 'markdown');
    expect(stdout).toContain('\nPublic: 3. Protected: 3. Behind protected fields: 1.\n\n| field |');
    expect(stdout).toContain('| `User.mail` | protected | `Query.find` | `User.name` |\n');
    expect(stdout).toContain('| `Org.title` | behind | `Query.find` → `User.org` |  |\n');
  });

  it('says how to make the file that it is to compare with', async () => {
    const file = join(folder, 'none.txt');
    const { code, stdout, stderr } = await audit('--expect', file);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `pothos-email-auth: There is no ${file} yet. This makes it: pothos-email-auth audit - --expect ${file} --update\n`,
    );
  });

  it('writes the file, and agrees with it afterwards, whatever comments and blank lines are added', async () => {
    const file = join(folder, 'made.txt');
    expect(await audit('--expect', file, '--update')).toEqual({
      code: 0,
      stdout: '',
      stderr: `${file} has the 3 public fields of -.\n`,
    });
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual(openFields);
    const touched = fileWith(`\uFEFF\r\n# mine\r\n${lines.join(' # why\r\n')}`);
    for (const path of [file, touched]) {
      expect(await audit('--expect', path)).toEqual({
        code: 0,
        stdout: 'The public fields are the expected ones.\n',
        stderr: '',
      });
    }
  });

  const changed = () => fileWith('Query.hello\nQuery.me\nOrg.title\nOrg.old\n');

  it('fails where the public fields have changed, and says which were opened and closed, and how to accept it', async () => {
    const file = changed();
    const { code, stdout, stderr } = await audit('--expect', file);
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        'Opened: anybody can read them now (2):',
        '  Query.find',
        '  User.name   by Query.find',
        '',
        'Closed: they were public (3):',
        '  Query.me   now protected',
        '  Org.title  now behind',
        '  Org.old    now gone',
        '',
        '',
      ].join('\n'),
    );
    expect(stderr).toContain(`pothos-email-auth audit - --expect ${file} --update\n`);
    expect(readFileSync(file, 'utf8')).toContain('Org.old');
    expect(await audit('--expect', file, '--update')).toMatchObject({ code: 0 });
    expect(await audit('--expect', file)).toMatchObject({ code: 0 });
  });

  it.each([
    ['opened', 'Query.hello\nQuery.find\n'],
    ['closed', `${openFields.join('\n')}\nQuery.me\n`],
  ])('fails where one field was only %s', async (_, expected) => {
    expect(await audit('--expect', fileWith(expected))).toMatchObject({ code: 1 });
  });

  it('says the same as JSON and as a table', async () => {
    const json = await audit('--expect', changed(), '--format', 'json');
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([
      1,
      { opened: ['Query.find', 'User.name'], closed: ['Query.me', 'Org.title', 'Org.old'] },
    ]);
    const table = await audit('--expect', changed(), '--format', 'markdown');
    expect(table.stdout).toContain('| opened | `User.name` | public | `Query.find` |\n');
    expect(table.stdout).toContain('| closed | `Org.title` | behind | `Query.find` → `User.org` |\n');
    const same = await audit('--expect', fileWith(openFields.join('\n')), '--format', 'markdown');
    expect(same).toEqual({ code: 0, stdout: 'What anybody can read has not changed.\n', stderr: '' });
  });

  it.each([
    [['audit'], '', 'Say which schema'],
    [['audit', '-', 'two.graphql'], sdl, 'One schema at a time: two.graphql'],
    [['audit', '-', '--update'], sdl, '--update needs the file to write'],
    [['audit', '-', '--format', 'jsno'], sdl, 'jsno is not a format. Did you mean json?'],
    [['audit', join(folder, 'nowhere.graphql')], '', 'nowhere.graphql cannot be read: ENOENT'],
    [['audit', folder], '', 'cannot be read: EISDIR'],
    [['audit', '-'], '', '- cannot be read as SDL: Syntax Error'],
    [['audit', '-'], '{ hello }', 'has no field that an operation can reach'],
    [['audit', '-'], 'type User { name: String }', 'has no field that an operation can reach'],
    [['audit', '-'], 'type Query { a: Nowhere }', 'cannot be read as SDL: Unknown type: "Nowhere"'],
  ])('is a sentence and 1 where something is wrong: %s', async (argv, stdin, sentence) => {
    const { code, stdout, stderr } = await runCli(argv, { stdin });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
  });

  it('refuses a file of expectations that holds something else', async () => {
    const { code, stderr } = await audit('--expect', fileWith('Query.hello\n<<<<<<< HEAD\n'));
    expect(code).toBe(1);
    expect(stderr).toContain(', line 2, is not a field such as Query.hello: <<<<<<< HEAD');
  });

  it('lets the SDL of a stranger neither steer a terminal nor break a table', async () => {
    const steering = '\u001b]0;owned\u0007|\n# | `';
    const hostile = `"""${steering}""" type Query @x(a: "${'\\u001b[2J'}|") { "${'|'.repeat(9)}" a(b: String = "|\\n"): T }
      """ | \u202e """ type T { c: Int @deprecated(reason: "\\u001b[31m|") }`;
    for (const format of ['text', 'json', 'markdown']) {
      const { code, stdout } = await runCli(['audit', '-', '--format', format], { stdin: hostile });
      expect(code).toBe(0);
      expect(stdout).toMatch(/^[ -~\n→]+$/);
      expect(stdout).not.toContain('owned');
      if (format === 'markdown') {
        const rows = stdout.split('\n').filter((line) => line.startsWith('|'));
        expect(rows.map((row) => row.split('|').length)).toEqual([6, 6, 6, 6]);
      }
    }
    const broken = await runCli(['audit', '-'], { stdin: 'type Query { "\\u001b[2J" "\\u001b[2J" }' });
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringMatching(/\\u\{1b\}\[2J/) });
    expect(broken.stderr).toMatch(/^[ -~\n]+$/);
  });

  it('agrees with the committed expectation for our own schema', async () => {
    const root = resolve(import.meta.dirname, '../..');
    const expected = join(import.meta.dirname, 'public-fields.txt');
    const { code, stdout } = await runCli(['audit', join(root, 'schema.graphql'), '--expect', expected]);
    expect([code, stdout]).toEqual([0, 'The public fields are the expected ones.\n']);
  });
});

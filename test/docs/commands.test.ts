import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { useCleanUps } from '../support/clean-ups.js';
import { installPackages } from '../support/debian.js';
import { whyNoSshKeygen } from '../support/ssh-keygen.js';
import { blockOf, root } from './pages.js';
import { commandsOf, createCommandFolder } from './run-commands.js';
import { makeToken, readToken } from './serve-auth.js';

await installPackages(['python3'], ['python3']);

const { later } = useCleanUps();
const open = () => later(createCommandFolder(), ({ remove }) => remove());
const fine = { code: 0, stderr: '' };
const noSshKeygen = await whyNoSshKeygen();

describe('docs/audit.md', () => {
  it('prints all fields, writes the file once, and fails when they have changed', async () => {
    const { run, path, write } = open();
    const schema = readFileSync(join(root, 'schema.graphql'), 'utf8');
    write('schema.graphql', schema);
    const [print = '', update = '', inCi = ''] = commandsOf(blockOf('docs/audit.md', '--update').code);
    const printed = await run(print);
    expect(printed).toMatchObject(fine);
    for (const field of ['Query.hello', 'Query.me', 'Mutation.login'])
      expect(printed.stdout).toContain(field);
    expect((await run(update)).code).toBe(0);
    const fields = readFileSync(join(path, 'public-fields.txt'), 'utf8');
    expect(fields).toContain('\nQuery.hello\n');
    expect(fields).not.toContain('Query.me');
    expect((await run(inCi)).code).toBe(0);
    write('schema.graphql', schema.replace('me: String @authenticated', 'me: String'));
    expect((await run(inCi)).code).toBe(1);
  });

  it('fails a job when a field has been opened, and says so in its summary', async () => {
    const { run, path, write } = open();
    const job = parse(blockOf('docs/audit.md', 'pull_request').code).jobs.audit;
    const commands: string[] = job.steps.flatMap((step: { run?: string }) => step.run ?? []);
    expect(commands).toHaveLength(2);
    // It installs: package-lock.json says what.
    expect(commands[0]).toBe('npm ci');
    write(
      'schema.graphql',
      'directive @authenticated on FIELD_DEFINITION\ntype Query { a: Int b: Int @authenticated }\n',
    );
    write('public-fields.txt', 'Query.a\n');
    const audit = () => run(commands[1] ?? '', { GITHUB_STEP_SUMMARY: join(path, 'summary') });
    expect(await audit()).toEqual({ code: 0, stdout: '', stderr: '' });
    write('schema.graphql', 'type Query { a: Int b: Int }\n');
    expect((await audit()).code).toBe(1);
    expect(readFileSync(join(path, 'summary'), 'utf8')).toContain('| `Query.b` | public |');
  });

  it('prints the JSON of the page', async () => {
    const { run, write } = open();
    write(
      'schema.graphql',
      'type Query { find: User }\ntype User { name: String mail: String! @authenticated }\n',
    );
    const { stdout } = await run('npx pothos-email-auth audit schema.graphql --format json');
    const shown = JSON.parse(blockOf('docs/audit.md', 'takesAlong').code);
    const printed = JSON.parse(stdout);
    expect(Object.keys(printed)).toEqual(Object.keys(shown));
    expect(printed.fields).toEqual(expect.arrayContaining(shown.fields));
  });
});

describe('docs/from-jwt-email-auth.md', () => {
  it('turns the settings into options, from a file or from what Python has computed', async () => {
    const { run, path, write } = open();
    const settings = blockOf('docs/from-jwt-email-auth.md', 'JWT_EMAIL_AUTH = {').code;
    write('settings.py', settings);
    const [ofFile = ''] = commandsOf(blockOf('docs/from-jwt-email-auth.md', 'settings.py').code);
    expect(await run(ofFile)).toMatchObject(fine);
    const migrated = blockOf('docs/from-jwt-email-auth.md', 'Left for you to do').code;
    expect(readFileSync(join(path, 'auth.ts'), 'utf8')).toBe(migrated);
    write('settings.py', `from datetime import timedelta\nDEBUG = False\n${settings}`);
    write('bin/python', '#!/bin/sh\nexec python3 "$@"\n');
    const [computed = ''] = commandsOf(blockOf('docs/from-jwt-email-auth.md', 'python -c').code);
    const { code, stdout } = await run(computed);
    expect(code).toBe(0);
    for (const line of [
      "expectedClaims: ['role'],",
      'accessToken: { lifetime: 600 },',
      "trust: ['10.0.0.0/8']",
    ])
      expect(stdout).toContain(line);
  });
});

describe('docs/keys.md', () => {
  it.skipIf(noSshKeygen)(
    'makes keys that a service takes',
    async () => {
      const { run, path } = open();
      const [keygen = '', ssh = ''] = commandsOf(blockOf('docs/keys.md', 'ssh-keygen').code);
      const { code, stdout } = await run(keygen);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^\nEMAIL_AUTH_SIGNING_KEY='.+'\n$/)]);
      const [, line = ''] = /='(.+)'/.exec(stdout) ?? [];
      expect((await run(ssh)).code).toBe(0);
      for (const key of [line, readFileSync(join(path, 'signing-key'), 'utf8')]) {
        const { auth, token } = await makeToken(key);
        expect(readToken(token)[0]).toMatchObject({ alg: 'EdDSA', kid: (await auth.jwks()).keys[0]?.kid });
      }
    },
    60_000,
  );
});

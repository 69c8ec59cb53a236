import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { docs, root } from '../docs/pages.js';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
const { engines, scripts } = JSON.parse(read('package.json'));

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
const readWorkflow = (path: string): Workflow => parse(read(path), { strict: true });

const ci = readWorkflow('.github/workflows/ci.yml');
const release = readWorkflow('.github/workflows/release.yml');
const jobsOf = ({ jobs }: Workflow): Job[] => Object.values(jobs);
const stepsOf = (workflow: Workflow): Step[] => jobsOf(workflow).flatMap(({ steps = [] }) => steps);
const commandsOf = (workflow: Workflow): string[] => stepsOf(workflow).flatMap(({ run }) => run ?? []);
const majorOf = (version: string): number => Number(/\d+/.exec(version)?.[0]);

describe('the workflows', () => {
  it.each(filesIn('.github/workflows'))(
    'may read the code and nothing else, but for the token of a release: %s',
    (path) => {
      const workflow = readWorkflow(path);
      expect(workflow.permissions).toEqual({ contents: 'read' });
      const more = jobsOf(workflow).flatMap(({ permissions }) => (permissions ? [permissions] : []));
      expect(more).toEqual(path.includes('release') ? [{ contents: 'read', 'id-token': 'write' }] : []);
      expect(read(path)).not.toContain('secrets.');
    },
  );

  it.each(filesIn('.github/workflows'))(
    'use actions of a named major version, and leave no token behind: %s',
    (path) => {
      for (const { uses, with: options } of stepsOf(readWorkflow(path)).filter((step) => step.uses)) {
        expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/);
        if (uses?.startsWith('actions/checkout@')) expect(options).toEqual({ 'persist-credentials': false });
      }
    },
  );

  it.each(filesIn('.github/workflows'))('call scripts that there are: %s', (path) => {
    const called = commandsOf(readWorkflow(path)).flatMap(
      (command) => /^npm (?:run )?([\w:]+)/.exec(command)?.[1] ?? [],
    );
    expect(called.length).toBeGreaterThan(3);
    const known = [...Object.keys(scripts), 'ci', 'pkg', 'publish'];
    expect(called.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('test with each Node that package.json promises, as .ci/run does', () => {
    const nodes = ci.jobs.test?.strategy?.matrix.node ?? [];
    expect(nodes[0]).toBe(majorOf(engines.node));
    expect(nodes).toContain(majorOf(read('.nvmrc')));
    const [, table = ''] = /const cells = \{\n([\s\S]*?)\n\};/.exec(read('test/tools/matrix.mjs')) ?? [];
    const cells = [...table.matchAll(/^ {2}'?([\w-]+)'?: \{/gm)].map(([, cell]) => cell);
    expect(nodes).toEqual([20, ...cells.flatMap((cell) => (cell?.startsWith('node-') ? majorOf(cell) : []))]);
    const others = cells.filter((cell) => !cell?.startsWith('node-'));
    expect(ci.jobs.versions?.strategy?.matrix.cell).toEqual(others);
    const commands = read('.ci/run')
      .split('\n')
      .filter((line) => line.startsWith('npm '));
    expect(ci.jobs.test?.steps?.flatMap(({ run }) => run ?? []).slice(1)).toEqual(commands);
  });

  it('publish with provenance, after the tests, what the tag says', () => {
    expect(release.jobs.publish).toMatchObject({ needs: 'test', 'runs-on': 'ubuntu-latest' });
    expect(release.jobs.test).toEqual({ uses: './.github/workflows/ci.yml' });
    const commands = commandsOf(release);
    expect(commands.at(-1)).toBe('npm publish --provenance --access public');
    expect(commands).toContain('npm run release -- --dry-run');
    expect(commands.findIndex((command) => command.includes('GITHUB_REF_NAME'))).toBeGreaterThan(0);
  });
});

describe('the forms for issues', () => {
  it.each(filesIn('.github/ISSUE_TEMPLATE').filter((path) => !path.endsWith('config.yml')))(
    'ask something: %s',
    (path) => {
      const form = parse(read(path), { strict: true });
      expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
      const asked = form.body.filter(({ type }: { type: string }) => type === 'textarea');
      expect(asked.length).toBeGreaterThan(1);
      expect(new Set(asked.map(({ id }: { id: string }) => id)).size).toBe(asked.length);
    },
  );

  it('send whoever has found a weakness to SECURITY.md', () => {
    expect(read('.github/ISSUE_TEMPLATE/bug.yml')).toContain('SECURITY.md');
    expect(parse(read('.github/ISSUE_TEMPLATE/config.yml'))).toEqual({ blank_issues_enabled: false });
  });
});

it.each(docs.flatMap(({ blocks }) => blocks).filter(({ language }) => language === 'yaml'))(
  'a block of YAML can be read: $where',
  ({ code }) => {
    expect(parse(code, { strict: true })).toBeTypeOf('object');
  },
);

it('the forge is not named where nobody knows it', () => {
  expect(Object.keys(JSON.parse(read('package.json')))).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(repository|homepage|bugs)$/)]),
  );
});

it('editors are told what Biome wants', () => {
  const { formatter } = JSON.parse(read('biome.json'));
  const editor = read('.editorconfig');
  expect(editor).toContain(`indent_style = ${formatter.indentStyle}\n`);
  expect(editor).toContain(`indent_size = ${formatter.indentWidth}\n`);
  expect(editor).toContain(`max_line_length = ${formatter.lineWidth}\n`);
});

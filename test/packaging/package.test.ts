import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { howMuch, isThorough } from '../support/thoroughness.js';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

const esmImports = `
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import EmailAuthPlugin, { createEmailAuth, NotAuthenticatedError } from 'pothos-plugin-email-auth';
import { nodemailerDelivery } from 'pothos-plugin-email-auth/nodemailer';
import { useEmailAuth } from 'pothos-plugin-email-auth/yoga';
`;
const cjsImports = `
const { default: SchemaBuilder } = require('@pothos/core');
const { createYoga } = require('graphql-yoga');
const { default: EmailAuthPlugin, createEmailAuth, NotAuthenticatedError } = require('pothos-plugin-email-auth');
const { nodemailerDelivery } = require('pothos-plugin-email-auth/nodemailer');
const { useEmailAuth } = require('pothos-plugin-email-auth/yoga');
`;
const typedUse = `
const auth = createEmailAuth({
  claims: () => ({ role: 'admin' as const }),
  delivery: nodemailerDelivery({ transport: 'smtp://127.0.0.1:1', from: 'login@example.com' }),
});
const builder = new SchemaBuilder<WithAuth<{ AuthClaims: { role: 'admin' | 'user' } }>>({
  plugins: [EmailAuthPlugin],
  emailAuth: auth,
});
builder.queryType({
  fields: (t) => ({
    role: t.string({ authenticated: true, resolve: (_root, _args, ctx) => ctx.auth.claims.role }),
    // @ts-expect-error: in a field that is not marked the claims are nullable
    open: t.string({ resolve: (_root, _args, ctx) => ctx.auth.claims.role }),
  }),
});
createYoga({ schema: builder.toSchema(), plugins: [useEmailAuth(auth)] });
`;
const typed = `${esmImports.replace('createEmailAuth, NotAuthenticatedError', 'createEmailAuth, type WithAuth')}${typedUse}`;

describe('the package', () => {
  let consumer: string;
  let tarball: string;
  let files: string[];

  beforeAll(async () => {
    consumer = await mkdtemp(join(tmpdir(), 'email-auth-consumer-'));
    // `npm test` has built dist; packing must not build it again while other tests read it.
    const { stdout } = await run(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', consumer],
      { cwd: root },
    );
    // npm 11 answers with a list, npm 12 with a record by name.
    const [packed] = Object.values(
      JSON.parse(stdout) as Record<string, { filename: string; files: { path: string }[] }>,
    );
    tarball = join(consumer, packed?.filename ?? '');
    files = packed?.files.map(({ path }) => path) ?? [];
    // The versions that are installed here, which `npm run matrix` changes.
    const versionOf = async (name: string) =>
      JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
    const peers = ['@pothos/core', 'graphql', 'graphql-yoga', 'keyv', 'nodemailer', '@types/node'];
    await writeFile(join(consumer, 'package.json'), '{ "private": true }');
    const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', tarball];
    const packages = await Promise.all(peers.map(async (peer) => `${peer}@${await versionOf(peer)}`));
    await run('npm', [...install, ...packages], { cwd: consumer });
  }, 180_000);

  afterAll(() => rm(consumer, { recursive: true, force: true }));

  it('holds the builds and the documents, and nothing else', () => {
    const documents = [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'package.json',
      'schema.graphql',
    ];
    expect(files.filter((path) => !path.startsWith('dist/')).sort()).toEqual(documents);
    const builds = files.filter((path) => path.startsWith('dist/'));
    expect(
      builds.filter((path) => !/^dist\/(esm|cjs)\/(package\.json|[\w/-]+\.(js|d\.ts))$/.test(path)),
    ).toEqual([]);
    for (const entry of ['index', 'yoga/index', 'delivery/nodemailer/index']) {
      for (const build of ['esm', 'cjs']) expect(builds).toContain(`dist/${build}/${entry}.js`);
    }
  });

  it.runIf(isThorough)('is fine by publint', async () => {
    const pkgDir = join(consumer, 'node_modules/pothos-plugin-email-auth');
    // Its suggestions are declined: `sideEffects` would let bundlers drop the registration with Pothos.
    const { messages } = await publint({ pkgDir, level: 'warning', strict: true });
    expect(messages).toEqual([]);
  });

  it.runIf(isThorough)('has types that resolve everywhere', async () => {
    // It exits with an error, and so rejects, where there is a problem.
    const { stdout } = await run(bin('attw'), [tarball, '--profile', 'node16', '--format', 'ascii']);
    expect(stdout).toContain('"pothos-plugin-email-auth/yoga"');
    expect(stdout.split('\n').filter((line) => line.includes('💀') && !line.includes('ignored'))).toEqual([]);
  });

  it.each([
    ['ESM', 'esm.mjs', esmImports],
    ['CJS', 'cjs.cjs', cjsImports],
  ])('runs the flow in an %s consumer', async (_, file, imports) => {
    const flow = await readFile(join(import.meta.dirname, 'flow.template.txt'), 'utf8');
    await writeFile(join(consumer, file), imports + flow);
    const env = { ...process.env, NODE_ENV: 'development' };
    const { stdout } = await run(process.execPath, [file], { cwd: consumer, env });
    const { answers, isError, mail } = JSON.parse(stdout);
    expect(answers[0]).toEqual({ data: { me: 'ada@example.com' } });
    expect(answers[1].errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'missing' });
    expect({ isError, mail }).toEqual({ isError: true, mail: 'function' });
  });

  const resolutions = [
    ['nodenext, ESM', 'types.mts', 'nodenext', 'nodenext'],
    ['nodenext, CJS', 'types.cts', 'nodenext', 'nodenext'],
    ['a bundler', 'types.mts', 'esnext', 'bundler'],
  ] as const;
  it.each(howMuch({ quick: resolutions.slice(0, 1), slow: resolutions.slice() }))(
    'is typed for %s',
    async (_, file, module, resolution) => {
      await writeFile(join(consumer, file), typed);
      const flags = [
        '--singleThreaded',
        '--noEmit',
        '--strict',
        '--skipLibCheck',
        '--target',
        'es2023',
        '--types',
        'node',
      ];
      const modules = ['--module', module, '--moduleResolution', resolution];
      await expect(run(bin('tsc'), [...flags, ...modules, file], { cwd: consumer })).resolves.toMatchObject({
        stdout: '',
      });
    },
  );
});

import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
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
import { verifyAccessToken } from 'pothos-plugin-email-auth/verify';
import { useEmailAuth } from 'pothos-plugin-email-auth/yoga';
import { emailAuthMetrics } from 'pothos-plugin-email-auth/opentelemetry';
import { createAuthClient } from 'pothos-plugin-email-auth/client';
import { urqlAuth } from 'pothos-plugin-email-auth/client/urql';
import { connectionParams } from 'pothos-plugin-email-auth/client/graphql-ws';
import { subscribeWithAuth } from 'pothos-plugin-email-auth/client/graphql-sse';
import { createLoginForm } from 'pothos-plugin-email-auth/client/login-code';
import { words } from 'pothos-plugin-email-auth/client/languages/zh-hans';
`;
const cjsImports = `
const { default: SchemaBuilder } = require('@pothos/core');
const { createYoga } = require('graphql-yoga');
const { default: EmailAuthPlugin, createEmailAuth, NotAuthenticatedError } = require('pothos-plugin-email-auth');
const { nodemailerDelivery } = require('pothos-plugin-email-auth/nodemailer');
const { verifyAccessToken } = require('pothos-plugin-email-auth/verify');
const { useEmailAuth } = require('pothos-plugin-email-auth/yoga');
const { emailAuthMetrics } = require('pothos-plugin-email-auth/opentelemetry');
const { createAuthClient } = require('pothos-plugin-email-auth/client');
const { urqlAuth } = require('pothos-plugin-email-auth/client/urql');
const { connectionParams } = require('pothos-plugin-email-auth/client/graphql-ws');
const { subscribeWithAuth } = require('pothos-plugin-email-auth/client/graphql-sse');
const { createLoginForm } = require('pothos-plugin-email-auth/client/login-code');
const { words } = require('pothos-plugin-email-auth/client/languages/zh-hans');
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
emailAuthMetrics(auth) satisfies () => void;
const client = createAuthClient<{ role: 'admin' | 'user' }>({ url: '/graphql', fetch });
if (client.state.status === 'signedIn') client.state.claims.role satisfies 'admin' | 'user';
// @ts-expect-error: perhaps nobody is signed in
client.state.claims;
const form = document.createElement('login-code');
form.client = client;
form.client = createAuthClient({ url: '/graphql', transport: 'cookie' });
form.words = words;
form.addEventListener('login', ({ detail }) => detail satisfies object | null);
form.addEventListener('refused', ({ detail }) => void detail.retry({ captcha: detail.reason }));
// @ts-expect-error: the step says what there is
createLoginForm(client).state.codeLength;
export const roleOf = async (token: string): Promise<'admin'> =>
  (await verifyAccessToken<{ role: 'admin' }>(token, { jwks: await auth.jwks() })).role;
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
    const peers = [
      '@opentelemetry/api',
      '@pothos/core',
      'graphql',
      'graphql-yoga',
      'keyv',
      'nodemailer',
      '@types/node',
    ];
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
    // The README links to pages and examples.
    const linked = files.filter((path) => /^(docs|examples)\//.test(path));
    expect(
      linked.filter((path) => !/^(docs\/[\w-]+\.md|examples\/[\w/-]+\.(tsx?|html|css|json))$/.test(path)),
    ).toEqual([]);
    expect(linked).toEqual(expect.arrayContaining(['docs/options.md', 'examples/basic.ts']));
    const others = files.filter((path) => !path.startsWith('dist/') && !linked.includes(path));
    expect(others.sort()).toEqual(documents);
    const builds = files.filter((path) => path.startsWith('dist/'));
    expect(
      builds.filter((path) => !/^dist\/(esm|cjs)\/(package\.json|[\w/-]+\.(js|d\.ts))$/.test(path)),
    ).toEqual([]);
    for (const entry of [
      'index',
      'yoga/index',
      'delivery/nodemailer/index',
      'mail/index',
      'testing/index',
      'opentelemetry/index',
      'verify/index',
    ]) {
      for (const build of ['esm', 'cjs']) expect(builds).toContain(`dist/${build}/${entry}.js`);
    }
  });

  it('holds every file that its pages link to', async () => {
    const pages = files.filter((path) => path.endsWith('.md'));
    const broken = await Promise.all(
      pages.map(async (page) => {
        const text = await readFile(join(consumer, 'node_modules/pothos-plugin-email-auth', page), 'utf8');
        const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, link = '']) => link);
        const targets = links.map((link) => posix.join(posix.dirname(page), link));
        const isHeld = (target: string) =>
          files.some((path) => path === target || path.startsWith(`${target}/`));
        return targets.filter((target) => !isHeld(target)).map((target) => `${page}: ${target}`);
      }),
    );
    expect(pages.length).toBeGreaterThan(30);
    expect(broken.flat()).toEqual([]);
  });

  it('has a bin, which audits a schema and answers with an exit code', async () => {
    const command = join(consumer, 'node_modules/.bin/pothos-email-auth');
    const schema = join(root, 'schema.graphql');
    const expected = join(root, 'test/cli/public-fields.txt');
    await expect(run(command, ['audit', schema, '--expect', expected])).resolves.toMatchObject({
      stdout: 'The public fields are the expected ones.\n',
    });
    await expect(run(command, ['audit', 'nowhere.graphql'], { cwd: consumer })).rejects.toMatchObject({
      code: 1,
    });
    const piped = run('sh', ['-c', `cat ${schema} | ${command} audit - --format json | head -c 10`]);
    await expect(piped).resolves.toMatchObject({ stderr: '', stdout: '{\n  "field' });
    const entry = join(consumer, 'node_modules/pothos-plugin-email-auth/dist/esm/cli/bin.js');
    expect((await readFile(entry, 'utf8')).startsWith('#!/usr/bin/env node\n')).toBe(true);
    await expect(access(join(root, 'dist/esm/cli/bin.js'), constants.X_OK)).resolves.toBeUndefined();
  });

  it('has a bin that makes a key, which it can read from the environment, and that names what is not installed', async () => {
    const command = join(consumer, 'node_modules/.bin/pothos-email-auth');
    const shell = (script: string, env: object = {}) =>
      run('sh', ['-ec', script], { cwd: consumer, env: { PATH: process.env.PATH, BIN: command, ...env } });
    await shell('"$BIN" keygen --format env > .env && "$BIN" keygen --out key.pem');
    expect((await stat(join(consumer, 'key.pem'))).mode & 0o777).toBe(0o600);
    const jwks = JSON.parse((await shell('"$BIN" jwks .env key.pem')).stdout);
    const script = 'set -a; . ./.env; "$BIN" check';
    const works = await shell(script, { NODE_ENV: 'development' });
    expect(works.stdout).toContain(`The key ${jwks.keys[0].kid} signs, with EdDSA.\n`);
    const failed = shell(script, { REDIS_URL: 'redis://127.0.0.1:1' });
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('It cannot be tried: install @keyv/redis'),
    });
    await expect(shell('"$BIN" inspect - < key.pem')).rejects.toMatchObject({
      stderr: expect.stringContaining('This is not a token'),
    });
    await expect(shell('"$BIN" preview --locales en | head -c 15')).resolves.toMatchObject({
      stdout: '<!doctype html>',
      stderr: '',
    });
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
    const { answers, verified, isError, mail, adapters, form } = JSON.parse(stdout);
    expect(verified).toBe('ada@example.com');
    expect(answers[0]).toEqual({ data: { me: 'ada@example.com' } });
    expect(answers[1].errors[0].extensions).toEqual({ code: 'UNAUTHENTICATED', reason: 'missing' });
    expect({ isError, mail }).toEqual({ isError: true, mail: 'function' });
    expect(adapters).toEqual(['function', 'function', 'function']);
    // Where there is no document, there is no element; the form without a screen is there.
    expect(form).toEqual(['done', '登录验证码']);
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

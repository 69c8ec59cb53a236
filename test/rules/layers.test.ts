import { describe, expect, it } from 'vitest';
import { cyclic, importsOf, type Modules, readSources, targetOf } from './modules.js';

/**
 * The floors of src, from the ground up. A room is a folder, or a file beside the folders. A room may import itself, and
 * rooms on floors below its own.
 */
const floors: readonly (readonly string[])[] = [
  ['core'],
  ['audit', 'code', 'cookie', 'delivery', 'limit', 'session', 'token'],
  ['for-plugins.ts', 'mail'],
  ['email-auth.ts', 'http', 'messages', 'options', 'store'],
  ['flows', 'opentelemetry', 'pothos', 'verify', 'yoga'],
  ['create-email-auth.ts'],
  ['cli', 'index.ts', 'testing'],
];

/** Where each package may be imported. */
const packages: Readonly<Record<string, RegExp>> = {
  '@pothos/core': /^pothos\//,
  cookie: /^cookie\/(cookie-jar|read-cookie)\.ts$/,
  '@apollo/client/core': /^client\/apollo\.ts$/,
  '@opentelemetry/api': /^opentelemetry\//,
  graphql: /^(audit|pothos)\//,
  'graphql-yoga': /^yoga\//,
  jose: /^(token\/(compact-jws|encryption\/(encryption|read-encryption-keys)|keyring|load-jose|sign-compact|signing-key|token|keys\/(key-id|parse-signing-keys|read-key-object))|email-auth|verify\/(key-source|verify-access-token)|cli\/(keygen\/formats|inspect\/(known-keys|signature)))\.ts$/,
  keyv: /^(store|options)\/|^cli\/check\/look-at-redis\.ts$/,
  '@keyv/redis': /^cli\/check\/look-at-redis\.ts$/,
  leven: /^core\/validate\.ts$/,
  'lru-cache':
    /^(delivery\/refused-networks|mail\/choose-locale|session\/device|token\/remembered-tokens)\.ts$/,
  '@formatjs/intl-localematcher': /^mail\/choose-locale\.ts$/,
  bowser: /^session\/device\.ts$/,
  nodemailer: /^delivery\/nodemailer\//,
  'nodemailer/lib/mail-composer': /^delivery\/nodemailer\/index\.ts$/,
  'nodemailer/lib/mailer': /^delivery\/nodemailer\/smtp-probe\.ts$/,
  'nodemailer/lib/smtp-connection': /^delivery\/nodemailer\/smtp-probe\.ts$/,
  'nodemailer/lib/smtp-transport': /^delivery\/nodemailer\/smtp-probe\.ts$/,
};

const roomOf = (path: string): string => path.split('/')[0] ?? path;

const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room));

/** Whether a file may import another one of ours. */
const leadsDown = (path: string, target: string): boolean => {
  const [from, to] = [roomOf(path), roomOf(target)];
  return from === to || (floorOf(to) >= 0 && floorOf(to) < floorOf(from));
};
/** What runs in browsers: it knows nobody, and nobody knows it. */
const isApart = (path: string): boolean => roomOf(path) === 'client';
const isOurs = (path: string): boolean => path.endsWith('.ts');

const violations = (modules: Modules): string[] =>
  [...modules].flatMap(([path, imports]) =>
    imports
      .map((imported) => targetOf(path, imported))
      .filter((target) => !target.startsWith('node:') || isApart(path))
      .filter((target) => (isOurs(target) ? !leadsDown(path, target) : !packages[target]?.test(path)))
      .map((target) => `${path} imports ${target}`),
  );

const sources = readSources();
const modules: Modules = new Map([...sources].map(([path, source]) => [path, importsOf(source)]));

describe('the rooms of src', () => {
  it('import downward only, and every package stands behind its few files', () => {
    expect(modules.size).toBeGreaterThan(50);
    expect(violations(modules)).toEqual([]);
  });

  it('have no cycles, not even of types', () => {
    expect(cyclic(modules)).toEqual([]);
  });

  it('let the bin start without the packages of its commands', () => {
    const reached = new Set<string>();
    const walk = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      const source = sources.get(path)?.replaceAll(/\bimport\('[^']+'\)/g, '') ?? '';
      for (const imported of importsOf(source)) walk(targetOf(path, imported));
    };
    walk('cli/bin.ts');
    expect(reached).toContain('cli/commands.ts');
    const others = [...reached].filter((path) => !isOurs(path) && !path.startsWith('node:'));
    expect(others).toEqual(['leven']);
  });

  it.each([
    ['core/x.ts', '../store/port.js', 'core/x.ts imports store/port.ts'],
    ['pothos/x.ts', '../yoga/index.js', 'pothos/x.ts imports yoga/index.ts'],
    ['yoga/x.ts', '../pothos/index.js', 'yoga/x.ts imports pothos/index.ts'],
    ['code/x.ts', '../token/token.js', 'code/x.ts imports token/token.ts'],
    ['flows/x.ts', '../attic/x.js', 'flows/x.ts imports attic/x.ts'],
    ['core/x.ts', 'graphql', 'core/x.ts imports graphql'],
    ['client/x.ts', '../core/x.js', 'client/x.ts imports core/x.ts'],
    ['flows/x.ts', '../client/x.js', 'flows/x.ts imports client/x.ts'],
    ['client/x.ts', 'node:crypto', 'client/x.ts imports node:crypto'],
    ['flows/x.ts', 'keyv', 'flows/x.ts imports keyv'],
    ['flows/x.ts', 'left-pad', 'flows/x.ts imports left-pad'],
  ])('would not let %s import %s', (path, imported, violation) => {
    expect(violations(new Map([[path, [imported]]]))).toEqual([violation]);
  });

  it('would notice a cycle, and every way to import', () => {
    const source =
      "import type { A } from './b.js';\nexport { b } from './c.js';\nimport './d.js';\nawait import('./e.js');";
    expect(importsOf(source)).toEqual(['./b.js', './c.js', './d.js', './e.js']);
    const ring: Modules = new Map([
      ['a.ts', ['./b.js']],
      ['b.ts', ['./c.js']],
      ['c.ts', ['./b.js']],
    ]);
    expect(cyclic(ring)).toEqual(['b.ts', 'c.ts']);
  });
});

describe('the fences of src', () => {
  const fences: readonly [what: string, pattern: RegExp, where: RegExp | null][] = [
    ['the clock', /\bDate\.now\(|new Date\(\)/, /^(core|client)\/clock\.ts$/],
    ['the terminal', /\bconsole\./, /^core\/terminal\.ts$/],
    ['guessable randomness', /\bMath\.random\b/, null],
    ['untyped values', /(:|<|\bas) any\b|@ts-ignore|@ts-nocheck/, null],
    ['re-exports of everything', /export \* from/, null],
  ];
  it.each(fences)('keep %s in its place', (_, pattern, where) => {
    const places = [...sources].filter(([, source]) => pattern.test(source)).map(([path]) => path);
    if (where) expect(places).not.toEqual([]);
    expect(places.filter((path) => !where?.test(path))).toEqual([]);
  });
});

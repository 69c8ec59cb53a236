import { describe, expect, it } from 'vitest';
import { cyclic, importsOf, type Modules, readSources, targetOf } from './modules.js';

/**
 * The floors of src, from the ground up. A room is a folder, or a file beside the folders. A room may import itself, and
 * rooms on floors below its own.
 */
const floors: readonly (readonly string[])[] = [
  ['core'],
  ['code', 'delivery', 'limit', 'session', 'token'],
  ['email-auth.ts', 'http', 'mail', 'options', 'store'],
  ['flows', 'pothos', 'yoga'],
  ['create-email-auth.ts'],
  ['index.ts'],
];

/** Where each package may be imported. */
const packages: Readonly<Record<string, RegExp>> = {
  '@pothos/core': /^pothos\//,
  graphql: /^pothos\//,
  'graphql-yoga': /^yoga\//,
  jose: /^(token\/(compact-jws|keyring|signing-key|token)|email-auth)\.ts$/,
  keyv: /^(store|options)\//,
  leven: /^core\/validate\.ts$/,
  'lru-cache': /^(delivery\/refused-networks|token\/remembered-tokens)\.ts$/,
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
const isOurs = (path: string): boolean => path.endsWith('.ts');

const violations = (modules: Modules): string[] =>
  [...modules].flatMap(([path, imports]) =>
    imports
      .map((imported) => targetOf(path, imported))
      .filter((target) => !target.startsWith('node:'))
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

  it.each([
    ['core/x.ts', '../store/port.js', 'core/x.ts imports store/port.ts'],
    ['pothos/x.ts', '../yoga/index.js', 'pothos/x.ts imports yoga/index.ts'],
    ['yoga/x.ts', '../pothos/index.js', 'yoga/x.ts imports pothos/index.ts'],
    ['code/x.ts', '../token/token.js', 'code/x.ts imports token/token.ts'],
    ['flows/x.ts', '../attic/x.js', 'flows/x.ts imports attic/x.ts'],
    ['core/x.ts', 'graphql', 'core/x.ts imports graphql'],
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
    ['the clock', /\bDate\.now\(|new Date\(\)/, /^core\/clock\.ts$/],
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

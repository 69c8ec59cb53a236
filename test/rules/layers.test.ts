import { describe, expect, it } from 'vitest';
import { cyclic, importsOf, type Modules, readSources, targetOf } from './modules.js';

/** What each layer may import of ours. A layer is a folder of src; the files beside the folders have a layer each. */
const layers: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  store: ['core', 'store'],
  mail: ['core', 'mail'],
  http: ['core', 'http'],
  graphql: ['core', 'graphql'],
  'email-auth.ts': ['core'],
  options: ['core', 'options'],
  flows: ['core', 'store', 'mail', 'email-auth.ts', 'options', 'flows'],
  'auth.ts': ['core', 'store', 'http', 'email-auth.ts', 'options', 'flows'],
  pothos: ['core', 'graphql', 'email-auth.ts', 'pothos'],
  yoga: ['core', 'email-auth.ts', 'http', 'yoga'],
  'index.ts': ['core', 'email-auth.ts', 'http', 'options', 'auth.ts', 'graphql', 'pothos'],
};

/** Where each package may be imported. */
const packages: Readonly<Record<string, RegExp>> = {
  '@pothos/core': /^pothos\//,
  graphql: /^(graphql|pothos)\//,
  'graphql-yoga': /^yoga\//,
  jose: /^(core\/(compact-jws|keyring|signing-key|token)|email-auth)\.ts$/,
  keyv: /^(store|options)\//,
  leven: /^core\/validate\.ts$/,
  'lru-cache': /^core\/(refused-networks|remembered-tokens)\.ts$/,
  bowser: /^core\/device\.ts$/,
  nodemailer:
    /^mail\/(nodemailer|check-transport|exact-envelope|open-transporter|smtp-probe|watch-reading)\.ts$/,
  'nodemailer/lib/mail-composer': /^mail\/nodemailer\.ts$/,
  'nodemailer/lib/mailer': /^mail\/smtp-probe\.ts$/,
  'nodemailer/lib/smtp-connection': /^mail\/smtp-probe\.ts$/,
  'nodemailer/lib/smtp-transport': /^mail\/smtp-probe\.ts$/,
};

const layerOf = (path: string): string => path.split('/')[0] ?? path;
const isOurs = (path: string): boolean => path.endsWith('.ts');

const violations = (modules: Modules): string[] =>
  [...modules].flatMap(([path, imports]) =>
    imports
      .map((imported) => targetOf(path, imported))
      .filter((target) => !target.startsWith('node:'))
      .filter((target) =>
        isOurs(target) ? !layers[layerOf(path)]?.includes(layerOf(target)) : !packages[target]?.test(path),
      )
      .map((target) => `${path} imports ${target}`),
  );

const sources = readSources();
const modules: Modules = new Map([...sources].map(([path, source]) => [path, importsOf(source)]));

describe('the layers of src', () => {
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

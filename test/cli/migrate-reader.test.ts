import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/cli/migrate/python/read-settings.js';
import type { Value } from '../../src/cli/migrate/python/value.js';
import { cpuTime } from '../support/cpu-time.js';
import { runPython, whyNoPython } from '../support/python.js';
import { howMuch } from '../support/thoroughness.js';

const why = await whyNoPython();
const literalEval = join(import.meta.dirname, 'literal-eval.py');

const failureOf = (text: string): Error | undefined => {
  try {
    readSettings(text);
    return undefined;
  } catch (error) {
    // Boundary: whatever is thrown is looked at by the tests.
    return error as Error;
  }
};

/** A value as literal-eval.py writes it. */
const plain = (value: Value): unknown => {
  if (value.kind === 'list') return ['list', value.items.map(plain)];
  if (value.kind === 'dict')
    return ['dict', [...new Map(value.entries.map((each) => [each.key, plain(each.value)]))]];
  if (value.kind === 'text') return ['text', value.text];
  if (value.kind === 'number') return ['number', value.number];
  if (value.kind === 'truth') return ['word', value.truth];
  return value.kind === 'none' ? ['word', null] : [value.kind];
};

const read = (text: string): unknown => plain({ kind: 'dict', entries: readSettings(text) });

const spaces = fc.constantFrom('', ' ', '\n', ' # a "comment" }\n', '\t', ' \\\n ');
const quotes = fc.constantFrom("'", '"', "'''", '"""');
const pieces = fc.constantFrom(
  ...[
    'a',
    'é',
    '漢',
    '😀',
    ' ',
    '{code}',
    '#',
    '\\\\',
    "\\'",
    '\\"',
    '\\n',
    '\\t',
    '\\d',
    '\\x41',
    '\\u00e9',
  ],
  ...['\\U0001F600', '\\101', '\\0', '\\\n', '$', '`', ',', ':', '}', '/', '\\x7f', '\\a', '\\v', '\\8'],
);
const text = fc
  .record({
    quote: quotes,
    prefix: fc.constantFrom('', 'u', 'r', 'R'),
    parts: fc.array(pieces, { maxLength: 6 }),
  })
  .map(({ quote, prefix, parts }) => `${prefix}${quote}${parts.join('')}${quote}`);
const number = fc.constantFrom(
  '0',
  '1',
  '10_000',
  '1.5',
  '.5',
  '2.',
  '1e3',
  '-3',
  '+4',
  '0x1F',
  '0o17',
  '0b101',
  '-1.5E-2',
);
const word = fc.constantFrom('True', 'False', 'None');
const texts = fc
  .array(fc.tuple(spaces, text), { minLength: 1, maxLength: 2 })
  .map((all) => all.flat().join(''));
const joined = (items: readonly string[], trailing: boolean) =>
  items.join(',') + (trailing && items.length > 0 ? ',' : '');

const { value } = fc.letrec<{ value: string; dict: string; list: string; tuple: string }>((tie) => ({
  value: fc
    .tuple(
      spaces,
      fc.oneof({ maxDepth: 3 }, texts, number, word, tie('list'), tie('tuple'), tie('dict')),
      spaces,
    )
    .map((all) => all.join('')),
  list: fc.tuple(fc.array(tie('value'), { maxLength: 3 }), fc.boolean()).map((all) => `[${joined(...all)}]`),
  tuple: fc.tuple(fc.array(tie('value'), { maxLength: 3 }), fc.boolean()).map((all) => `(${joined(...all)})`),
  dict: fc.tuple(fc.array(fc.tuple(texts, spaces, tie('value')), { maxLength: 3 }), fc.boolean()).map(
    ([entries, trailing]) =>
      `{${joined(
        entries.map(([key, space, each]) => `${key}${space}:${each}`),
        trailing,
      )}}`,
  ),
}));

describe.skipIf(why !== null)('the reader of Python', () => {
  it('reads literals as Python does', () => {
    const runs = howMuch({ quick: 400, slow: 5000 });
    const samples = fc.sample(value, { numRuns: runs, seed: 7 }).map((each) => `{"a":${each}}`);
    const answers = runPython(literalEval, samples) as readonly unknown[]; // Boundary: the script answers with a list.
    // Python refuses some: a raw text that ends in a backslash, for one.
    const known = samples
      .map((sample, index) => [sample, answers[index]] as const)
      .filter(([, answer]) => answer !== null);
    expect(known.length).toBeGreaterThan(runs / 2);
    for (const [sample, answer] of known) expect([sample, read(sample)]).toEqual([sample, answer]);
  });
});

describe('the reader of settings', () => {
  it.each([
    ['JWT_EMAIL_AUTH = {"A": 1}'],
    ['import os\nJWT_EMAIL_AUTH: dict[str, Any] = {\n  "A": 1,\n}\nOTHER = [f"{x}", (\n'],
    ['class Base:\n    JWT_EMAIL_AUTH = {"A": 1}  # the settings\n'],
    ['# JWT_EMAIL_AUTH = 5\nX = "JWT_EMAIL_AUTH = 5"\nJWT_EMAIL_AUTH={"A":1};'],
    ['\ufeff{"JWT_EMAIL_AUTH": {"A": 1}}'],
    ['\r\n{\r\n"A": 1\r\n}\r\n'],
  ])('finds the dict in %j', (text) => {
    expect(read(text)).toEqual(['dict', [['A', ['number', 1]]]]);
  });

  it.each([
    ['timedelta(minutes=5)', ['duration', 300]],
    ['datetime.timedelta(1, 2, minutes=-1)', ['duration', 86_342]],
    ['timedelta(milliseconds=1.5)', ['duration', 0.0015]],
    ['timedelta(minutes=X)', ['code']],
    ['timedelta(fortnights=1)', ['code']],
    ['timedelta(days=1e308, weeks=-1e308)', ['code']],
    ['timedelta(weeks=1e308)', ['code']],
    ['os.getenv("A_1")', ['variable', 'A_1']],
    ["os.environ.get('A', None)", ['variable', 'A']],
    ['os.environ["A"]', ['variable', 'A']],
    ['env.str("A", default="x")', ['variable', 'A']],
    ['config("A", cast=int)', ['code']],
    ['os.getenv("not a name")', ['code']],
    ['gettext_lazy("Hello")', ['text', 'Hello']],
    ['open("x").read()', ['code']],
    ['lambda x: {"a": x}', ['code']],
    ['[x for x in y]', ['code']],
    ['"a" if DEBUG else "b"', ['code']],
    ['f"{x}"', ['code']],
    ['b"x"', ['code']],
    ['1j', ['code']],
    ['~1', ['code']],
    ['a.b.c', ['code']],
    ['__import__("os").system("true")', ['code']],
  ] as const)('knows what %s is, and runs nothing', (python, expected) => {
    const [first] = readSettings(`{"A": ${python}}`);
    expect(Object.values(first?.value ?? {})).toEqual(expected);
  });

  it.each([
    ['', 'line 1: the settings are missing: a dict, in {}.'],
    ['# nothing\n', 'line 2: the settings are missing'],
    ['"A"', 'line 1: the settings must be a dict, in {}.'],
    ['[1]', 'line 1: the settings must be a dict'],
    ['{\n"A": [1,\n2}', 'line 3: this } does not close what line 2 opens.'],
    ['{\n"A": (1,\n', 'line 2: this ( is never closed.'],
    ['{\n"A": "x\n}', 'line 2: this text has no closing ".'],
    ["{\n'A': '''x\n}", "line 2: this text has no closing '''."],
    ['{\n"A" 1}', 'line 2: a colon is missing after a name.'],
    ['{\n"A": 1\n"B": 2}', 'line 3: a comma is missing before this name.'],
    ['{\n"A": "x"\n"B": 2}', 'line 3: a comma is missing before this name.'],
    ['{\nA: 1}', 'line 2: a name in quotes is missing.'],
    ['{"A": 1,,}', 'line 1: a name in quotes is missing.'],
    ['{"A": }', 'line 1: a value is missing.'],
    ['{"A": [1,,2]}', 'line 1: a value is missing.'],
    ['{\n**BASE}', 'line 2: what ** brings in is not read.'],
    ['{"A": "\\x4"}', 'line 1: this \\x is not complete, or not read.'],
    ['{"A": "\\N{DASH}"}', 'line 1: this \\N is not complete, or not read.'],
    ['{"A": "\\UFFFFFFFF"}', 'line 1: there is no such character.'],
    [`{"A": ${'['.repeat(500)}`, 'line 1: so many brackets in one another are not read.'],
    ['{"A": 1} | OTHER', 'line 1: what stands behind the dict is not read.'],
    ['JWT_EMAIL_AUTH = {}\nJWT_EMAIL_AUTH["A"] = 1', 'line 2: JWT_EMAIL_AUTH is set or changed again.'],
    ['\nJWT_EMAIL_AUTH.update(x)', 'line 2: JWT_EMAIL_AUTH must be one dict'],
    ['JWT_EMAIL_AUTH = dict(A=1)', 'line 1: the settings must be a dict, in {}.'],
  ])('says what is wrong with %j', (text, sentence) => {
    expect(failureOf(text)?.message).toContain(sentence);
  });

  it.each([
    ['spaces behind the dict', (n: number) => `{}${' '.repeat(n)}x`],
    ['spaces and a comment', (n: number) => `{}${' ;'.repeat(n)}#`],
    ['spaces before the name', (n: number) => `${' '.repeat(n)}JWT_EMAIL_AUT\n{}`],
    ['a name that never ends', (n: number) => `JWT_EMAIL_AUTH:${' '.repeat(n)}\n`],
    ['brackets', (n: number) => `{"A": ${'[]'.repeat(n)}}`],
    ['signs', (n: number) => `{"A": ${'-'.repeat(n)}1}`],
    ['quotes', (n: number) => `{"A": ${"''".repeat(n)}}`],
    ['backslashes', (n: number) => `{"A": '${'\\'.repeat(n)}`],
    ['dots', (n: number) => `{"A": a${'.a'.repeat(n)}}`],
    ['digits', (n: number) => `{"A": ${'1_'.repeat(n)}.}`],
  ])('does not take long over many %s', (_, make) => {
    const started = cpuTime();
    failureOf(make(100_000));
    // What reads them again and again takes half a minute.
    expect(cpuTime() - started).toBeLessThan(5000);
  });

  const snippet = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      ',',
      ':',
      '=',
      '.',
      '*',
      '**',
      '"',
      "'",
      '"""',
      '\\',
      '\n',
      '#',
      ' ',
      '-',
      '1',
    ],
    ...[
      '"A"',
      "'A':",
      'timedelta',
      'x',
      'os.getenv',
      'lambda x:',
      'JWT_EMAIL_AUTH',
      '\nJWT_EMAIL_AUTH = {',
      'f"',
      '0x',
      '\ud800',
    ],
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(snippet, { maxLength: 40 }).map((all) => all.join('')),
  );
  it('throws nothing but its own error', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (text, isWrapped) => {
        const error = failureOf(isWrapped ? `{${text}}` : text);
        if (error)
          expect([error.constructor, error.message]).toEqual([Error, expect.stringMatching(/^line \d+: /)]);
      }),
      { numRuns: howMuch({ quick: 3000, slow: 100_000 }) },
    );
  });

  // What a reader could go back over, again and again.
  const repeated = [
    '[',
    '[],',
    '"',
    "''",
    '\\',
    '\\\n',
    ' ',
    '\n',
    '#',
    '#\n',
    '1',
    '1_',
    '.',
    'a',
    'a.',
    '-',
    'x(1),',
    '"a"',
    'é',
  ];
  it.each(repeated)('reads %j over and over again', (part) => {
    // In quadratic time, this would not end, with as many as the slow tests have.
    const times = howMuch({ quick: 50_000, slow: 300_000 });
    const error = failureOf(`{"A": ${part.repeat(times)}`) ?? new Error('line 1: ');
    expect([error.constructor, error.message]).toEqual([Error, expect.stringMatching(/^line \d+: /)]);
  });
});

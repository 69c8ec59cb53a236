// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of steps.
// What the steps of the store may say, and may not.

/** An expression, or a body that returns, over `input`. */
export type Case = readonly [what: string, type: string, input: unknown, text: string];

const numbers = 'readonly number[]';
const pairs = 'readonly (readonly [id: string, end: number])[]';
const ada = [['a', 1] as const, ['b', 2] as const, ['c', 3] as const];

/** What means in Lua what it means in TypeScript. */
export const same: readonly Case[] = [
  ['the last of a list', numbers, [1, 2, 3], 'input.at(-1)'],
  [
    'one after the end',
    numbers,
    [1],
    '({ is: input.at(1) ?? 7, not: input.at(-2) ?? 8, nor: input[4] ?? 9 })',
  ],
  ['the last of nothing', numbers, [], 'input.at(-1) ?? 0'],
  [
    'slices',
    numbers,
    [1, 2, 3, 4, 5],
    '[input.slice(-2), input.slice(0, -2), input.slice(1, 3)].flatMap((part) => [...part, 0])',
  ],
  [
    'slices past the ends',
    numbers,
    [1, 2],
    '[input.slice(-9), input.slice(0, 9), input.slice(5), input.slice(0, -9)].flatMap((part) => [...part, 0])',
  ],
  [
    'slices of nothing',
    numbers,
    [],
    '[input.slice(-2), input.slice(0, -2), input.slice(1)].flatMap((part) => [...part, 0])',
  ],
  ['what is kept of a list', numbers, [3, 1, 2], 'input.filter((n) => n > 1)'],
  ['what is made of a list', pairs, ada, 'input.map(([id, end]) => ({ id, end: end * 2 }))'],
  ['a list flattened', pairs, ada, 'input.flatMap(([id]) => [id, `${id}${id}`])'],
  ['a sum', pairs, ada, 'input.reduce((sum, [, end]) => sum + end, 0)'],
  ['what is found', numbers, [1, 2, 3], '[input.find((n) => n > 1) ?? 0, input.findIndex((n) => n === 3)]'],
  ['what is not found', numbers, [1], '[input.find((n) => n > 1) ?? 0, input.findIndex((n) => n === 3)]'],
  [
    'some and every',
    numbers,
    [1, 2],
    '[input.some((n) => n === 2), input.some((n) => n === 3), input.every((n) => n > 0), input.every((n) => n > 1)]',
  ],
  ['some and every of nothing', numbers, [], '[input.some((n) => n === 2), input.every((n) => n > 1)]'],
  ['what is included', numbers, [0, 1], '[input.includes(0), input.includes(2)]'],
  ['objects, by identity', pairs, ada, 'input.filter((one) => input.slice(1).includes(one)).length'],
  ['a list spread anywhere', numbers, [1, 2], '[0, ...input, 3, ...input, 4, 5]'],
  ['a copy', numbers, [1, 2], 'const copy = [...input]; copy.push(3); return [copy.length, input.length];'],
  ['lists joined', numbers, [1, 2], 'input.concat([3])'],
  [
    'a list that grows',
    numbers,
    [1],
    'const all: number[] = []; all.push(1); all.push(2, 3); all.push(...input); return all.reverse();',
  ],
  [
    'the largest',
    numbers,
    [1, 5],
    '[Math.max(0, ...input), Math.min(9, ...input), Math.max(2, 1), Math.max(0)]',
  ],
  ['rounding', numbers, [-1.5, 2.5, 0.1], 'input.flatMap((n) => [Math.floor(n), Math.ceil(n) + 0])'],
  ['division', numbers, [7, 2], '(input[0] ?? 0) / (input[1] ?? 1)'],
  [
    'zero and the empty text, which are there',
    '{ n: number; t: string }',
    { n: 0, t: '' },
    '({ n: input.n ?? 1, t: input.t ?? "x", is: input.t === "" })',
  ],
  ['false, which is there', '{ is?: boolean }', { is: false }, '[input.is ?? true, input.is === undefined]'],
  ['what is not there', '{ a?: { b: number } }', {}, '[input.a?.b ?? 3, input.a === undefined ? 1 : 2]'],
  [
    'what is there',
    '{ a?: { b: number } }',
    { a: { b: 0 } },
    '[input.a?.b ?? 3, input.a === undefined ? 1 : 2]',
  ],
  ['null', '{ a: string | null }', { a: null }, '[input.a === null, input.a !== null]'],
  ['a method of what is not there', '{ a?: readonly number[] }', {}, 'input.a?.includes(1) ?? false'],
  ['a choice of false', '{ is: boolean }', { is: true }, 'input.is ? false : true'],
  [
    'a choice of what is not there',
    '{ is: boolean; a?: number }',
    { is: true },
    '(input.is ? input.a : 4) ?? 5',
  ],
  [
    'objects spread',
    '{ n: number; x: number }',
    { n: 1, x: 2 },
    '({ ...input, n: input.n + 1, ...{ y: 3 }, z: 4 })',
  ],
  [
    'a property that depends',
    '{ is: boolean }',
    { is: false },
    '({ a: 1, ...(input.is && { b: 2 }), ...(!input.is && { c: 3 }) })',
  ],
  [
    'a record by name',
    '{ [name: string]: string }',
    { a: '1', 2: 'two' },
    '({ a: input.a ?? "", two: input["2"] ?? "", none: input.none ?? "-", count: Object.keys(input).length })',
  ],
  [
    'an object that stays what it is',
    '{ n: number }',
    { n: 1 },
    'const other = { ...input, n: 2 }; return [input.n, other.n];',
  ],
  [
    'going on with the next',
    numbers,
    [1, 2, 3, 4],
    'let sum = 0; for (const n of input) { if (n === 2) continue; if (n === 4) break; sum += n; } return sum;',
  ],
  [
    'returning from within',
    numbers,
    [1, 2, 3],
    'for (const n of input) { if (n === 2) return n; } return 0;',
  ],
  [
    'counting',
    numbers,
    [5, 6],
    'let sum = 0; for (let i = 0; i < input.length; i += 1) sum += (input[i] ?? 0) * i; while (sum < 9) sum += 2; return sum;',
  ],
  ['a default', numbers, [1], 'const add = (n: number, more = 10) => n + more; return [add(1), add(1, 0)];'],
  ['truth as a number', numbers, [1], '[Number(input.length > 0), Number(input.length > 1)]'],
  [
    'a list destructured',
    pairs,
    ada,
    'const [first, [, end] = ["", 0] as const] = input; const [id] = first ?? ["", 0]; return { id, end };',
  ],
  [
    'texts with every character',
    '{ t: string }',
    { t: 'größe "\\ \u0000 \u{1F600} {} \u2028' },
    '({ t: `<${input.t}>`, same: input.t === input.t })',
  ],
  ['a time in milliseconds', numbers, [1_700_000_000_000, 9_999_999_999_999, 0.5], 'input.map((n) => n + 1)'],
];

/** What does not, and why it is refused. */
export const refused: readonly (readonly [text: string, type: string, why: RegExp])[] = [
  ['input ? 1 : 2', 'number', /are true in Lua/],
  ['!input', 'string', /are true in Lua/],
  ['input.n || 5', '{ n: 0 | 1 }', /are true in Lua/],
  ['input.n && { a: 1 }', '{ n?: number }', /are true in Lua/],
  ['if (input) return 1; return 2;', 'string | null', /are true in Lua/],
  ['input.filter((n) => n)', numbers, /not assignable to type 'boolean'/],
  ['input.map((n, i) => i)', numbers, /not assignable|implicitly/],
  ['Math.max(...input)', numbers, /spread argument/],
  ['[1, input]', 'number | null', /null or undefined/],
  ['input.map((n) => (n > 1 ? n : undefined))', numbers, /null or undefined/],
  ['({ a: input })', 'string | null', /does not arrive/],
  ['({ ...{ a: "" }, a: input }).a ?? ""', 'string | undefined', /overwrites nothing/],
  ['input === null', 'string | null | undefined', /one in Lua/],
  ['input.length', 'string', /does not exist/],
  ['input < "b"', 'string', /for numbers/],
  ['`${input}`', 'number', /only texts/],
  ['input + "b"', 'string', /for numbers/],
  ['Object.keys(input)', '{ [name: string]: string }', /in no order/],
  ['[...input].sort()', numbers, /does not exist/],
  ['input % 2', 'number', /no %/],
  ['input == null', 'string | null', /no ==/],
  ['typeof input', 'string', /TypeOfExpression/],
  ['new Map()', 'string', /NewExpression|Cannot find/],
  ['input as unknown as string', 'number', /no casts/],
  ['[[1], [2]]', 'string', /list of lists/],
];

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { blockOf, docs, root } from './pages.js';

const page = docs.find(({ path }) => path === 'docs/scale.md')?.text ?? '';
/** A figure of the table of the page. */
const stated = (what: string, unit: string): number => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${what}`));
  return Number(new RegExp(`([\\d.,]+) ${unit}`).exec(row ?? '')?.[1]?.replaceAll(',', ''));
};

it('the command of docs/scale.md measures, and its bytes are those of the page', async () => {
  const [command = ''] = blockOf('docs/scale.md', 'bench:scale').code.split('#');
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: root });
  const measured = (what: string): number => {
    const line = stdout.split('\n').find((each) => each.startsWith(what));
    return Number(/ ([\d.,]+)(?: %)?$/.exec(line ?? '')?.[1]?.replaceAll(',', ''));
  };
  const near = (figure: number) => ({ least: figure * 0.8, most: figure * 1.2 });
  for (const [what, figure] of [
    ['bytes for somebody who has just logged in', stated('memory for somebody who has just', 'bytes')],
    ['bytes for a session and its account', stated('memory for a session and its account', 'bytes')],
  ] as const) {
    const { least, most } = near(figure);
    expect(measured(what), what).toBeGreaterThan(least);
    expect(measured(what), what).toBeLessThan(most);
  }
  // How fast it is, is the machine's.
  const login = measured('µs of Redis for a login');
  const check = measured('µs of Redis for the session check');
  expect(login).toBeGreaterThan(measured('µs of Redis for a refresh'));
  expect(measured('µs of Redis for a refresh')).toBeGreaterThan(check);
  expect(measured('logins an hour') * login).toBeGreaterThan(0.98 * 0.5 * 3600e6);
  expect(measured('logins an hour') * login).toBeLessThan(1.02 * 0.5 * 3600e6);
});

it('what docs/scale.md calculates follows from its table', () => {
  const login = stated('CPU of Redis for a login', 'µs');
  const refresh = stated('CPU of Redis for a refresh', 'µs');
  const check = stated('CPU of Redis for the session check', 'µs');
  const short = (value: number, digits = 2): string => Number(value.toPrecision(digits)).toLocaleString('en');
  const perSecond = 500_000 / login;
  const active = check + refresh / 300;
  for (const sentence of [
    `500,000 / ${login} = ${short(perSecond)} a second, or ${short((perSecond * 3600) / 1e6)} million an hour`,
    `take ${short((1e6 / 3600) * (login / 1e6) * 100)} % of one Redis`,
    `${check} + ${refresh} / 300 = ${short(active)} µs a second`,
    `is ${short(500_000 / active)} such people`,
    `ten million sessions take ${short((stated('memory for a session', 'bytes') * 1e7) / 1e9)} GB`,
  ])
    expect(page.replaceAll('\n', ' ')).toContain(sentence);
});

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRememberedTokens } from '../../src/token/remembered-tokens.js';
import { howMuch } from '../support/thoroughness.js';

const script = join(import.meta.dirname, '../support/remember-tokens.ts');

const megabytesHeldBy = async (kind: string, count: number): Promise<number> => {
  const args = ['--expose-gc', '--import', 'tsx', script, kind, String(count)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return Number(stdout) / 1024 / 1024;
};

describe('remembered tokens', () => {
  const kinds: [kind: string, count: number][] = [
    ['objects', 400],
    ['text', 2000],
    ['names', 800],
    ['few', 1500],
  ];
  it.each(howMuch({ quick: kinds.slice(0, 1), slow: kinds }))(
    'take some 16 MB at most, whatever they claim: %s',
    async (kind, count) => {
      expect(await megabytesHeldBy(kind, count)).toBeLessThan(22);
    },
    120_000,
  );

  it('are all there while they are small, and the least recently used go first', () => {
    const remembered = createRememberedTokens<object>();
    const sid = 'x'.repeat(22);
    const claims = (i: number) => ({ sub: `user${i}@example.com`, email: `user${i}@example.com`, sid, i });
    for (let i = 0; i < 10_000; i += 1) remembered.set(`${'t'.repeat(400)}${i}`, claims(i));
    expect(remembered.get(`${'t'.repeat(400)}0`)).toEqual(claims(0));
    remembered.set('another', claims(1));
    expect(remembered.get(`${'t'.repeat(400)}0`)).toBeDefined();
    expect(remembered.get(`${'t'.repeat(400)}1`)).toBeUndefined();
  });
});

import { createSchema, createYoga, type Plugin } from 'graphql-yoga';
import { expect, it } from 'vitest';
import { useEmailAuth } from '../../src/yoga/index.js';
import { blockOf } from '../docs/pages.js';
import { runAmong } from '../docs/run-among.js';
import { askOf, openApp } from './app.js';

const schema = createSchema({
  typeDefs: 'type Query { search: String, other: String }',
  resolvers: { Query: { search: () => 'found', other: () => 'found' } },
});

it('counts a caller by the session, and everybody else by the address, as docs/plugins.md has it', async () => {
  const { auth, logIn } = openApp();
  const { limiter } = await runAmong<{ limiter: Plugin }>(blockOf('docs/plugins.md', 'useRateLimiter('), {
    replacements: { 'useRateLimiter({': 'export const limiter = useRateLimiter({' },
  });
  const plugins = [limiter, useEmailAuth(auth, { ip: () => '192.0.2.1' })];
  const ask = askOf(createYoga({ schema, plugins, logging: false }));
  const callers = [
    undefined,
    (await logIn('ada@example.com')).accessToken,
    (await logIn('eve@example.com')).accessToken,
  ];
  for (const token of callers) {
    for (let i = 0; i < 20; i += 1)
      expect(await ask('{ search }', {}, token)).toEqual({ data: { search: 'found' } });
    expect((await ask('{ search }', {}, token)).errors?.[0]?.message).toContain('trying to access');
    expect(await ask('{ other }', {}, token)).toEqual({ data: { other: 'found' } });
  }
});

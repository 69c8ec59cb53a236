import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startDemoPage } from '../support/demo-page.js';

const root = resolve(import.meta.dirname, '../..');

describe('the demo', () => {
  it('walks through a login, prints each step, and ends by itself', async () => {
    const args = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'examples/demo.ts', '--once'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    for (const step of [1, 2, 3, 4, 5, 6, 7]) expect(stdout).toMatch(new RegExp(`^${step}\\. `, 'm'));
    expect(stdout).toContain('ada@example.com');
    expect(stdout).toContain('"reason":"revoked"');
  });

  it('has a sign-in page, its mails, and GraphiQL behind them', async () => {
    const server = await startDemoPage();
    try {
      const get = (path: string, init?: RequestInit) => fetch(new URL(path, server.url), init);
      const page = await get('/?from=anywhere');
      const html = await page.text();
      expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self';/);
      // What the policy would forbid.
      expect(html).not.toMatch(/ style=| on\w+=|<style|<script(?! type="module" src="\/)/);
      const files = [...html.matchAll(/(?:src|href)="(\/page[\w.]+)"/g)].map(([, path = '']) => path);
      expect(files).toEqual(['/page.css', '/page.js']);
      for (const path of files) expect((await get(path)).status).toBe(200);
      const graphiql = await get('/graphql', { headers: { accept: 'text/html' } });
      expect(await graphiql.text()).toContain('GraphiQL');

      const arrived = server.mailbox.next('ada@example.com');
      await server.auth.requestLoginCode('ada@example.com', { ip: '192.0.2.1' });
      const { subject } = await arrived;
      const mails = (await get('/mails')).body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      while (!text.includes(subject)) text += (await mails?.read())?.value ?? '';
      expect(text).toContain('"to":"ada@example.com"');
      await mails?.cancel();
    } finally {
      await server.stop();
    }
  });
});

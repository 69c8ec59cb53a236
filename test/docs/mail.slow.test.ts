import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startMailServer } from '../support/mail-server.js';
import { installIn } from '../tools/install.mjs';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';

const { afterwards } = useCleanUps();
const folder = resolve(import.meta.dirname, '../tools/react-email');
installIn(
  folder,
  '@react-email/render',
  'React could not be installed: run npm ci in test/tools/react-email.',
);
const require = createRequire(join(folder, 'package.json'));

it('the mail of docs/mail.md is written by React, and the rest of it is built in', async () => {
  const server = await startMailServer();
  afterwards(server.stop);
  vi.stubEnv('SMTP_URL', server.url);
  const paths = Object.fromEntries(
    ['react', '@react-email/render'].map((name) => [`'${name}'`, JSON.stringify(require.resolve(name))]),
  );
  const { auth } = await runAmong<{ auth: EmailAuth }>(blockOf('docs/mail.md', '@react-email/render'), {
    exports: ['auth'],
    // They are installed in a folder of their own.
    replacements: paths,
  });
  const caller = { ip: '192.0.2.1', locale: 'ar' };
  const { challenge } = await auth.requestLoginCode('ada@example.com', caller);
  await auth.close();
  const [{ parsed, recipients } = { parsed: undefined, recipients: [] }] = server.mails;
  expect(recipients).toEqual(['ada@example.com']);
  const code = /\d{6}/.exec(parsed?.subject ?? '')?.[0] ?? '';
  expect(parsed).toMatchObject({
    from: { text: '"Example" <login@example.com>' },
    subject: expect.stringContaining('Example'),
    text: expect.stringContaining('help@example.com'),
  });
  expect(parsed?.html).toMatch(/<html[^>]*lang="ar"/);
  expect(parsed?.html).toContain('dir="rtl"');
  expect(parsed?.html).toContain(`<h1>${code}</h1>`);
  await expect(auth.login({ identity: 'ada@example.com', code, challenge }, caller)).resolves.toBeDefined();
});

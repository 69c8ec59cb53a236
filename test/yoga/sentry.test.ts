import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blockOf, root } from '../docs/pages.js';
import { replaceIn } from '../docs/run-among.js';
import { startChild } from '../support/child.js';
import { useCleanUps } from '../support/clean-ups.js';
import { asEver } from './app.js';

const { afterwards } = useCleanUps();

// In a process of its own, since Sentry changes all of the one that it is in.
it('tells Sentry what broke, and no address, code or token, all of which Sentry collects', async () => {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-'));
  afterwards(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'sentry.ts');
  const ours = { 'Sentry.init({': "Sentry.init({ ...Reflect.get(globalThis, 'sentryTestOptions')," };
  writeFileSync(file, replaceIn(blockOf('docs/plugins.md', 'Sentry.init('), ours));
  const child = startChild([join(import.meta.dirname, 'sentry-server.ts'), file]);
  afterwards(child.stop);
  const [, json = ''] = await child.match(/RESULT (.*)\n/);
  await child.ended;
  const { sent, unfiltered, secrets, came } = JSON.parse(json);
  expect(came).toMatchObject(asEver);
  const secretsIn = (text: string): string[] => secrets.filter((secret: string) => text.includes(secret));
  expect(secretsIn(JSON.stringify(unfiltered))).toEqual(secrets);
  expect(secretsIn(JSON.stringify(sent))).toEqual([]);
  expect(JSON.stringify(sent)).toContain('It is broken.');
  expect(JSON.stringify(sent)).toContain('"type":"transaction"');
});

import { afterEach, expect, it, vi } from 'vitest';
import { createApp } from '../../examples/basic.js';
import type { AuthClient } from '../../src/client/index.js';
import type { LoginFormState } from '../../src/client/login-code/login-form.js';
import { useCleanUps } from '../support/clean-ups.js';
import { startHttpServer } from '../support/http-server.js';
import { signingKey } from '../support/service.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';

const { afterwards } = useCleanUps();
afterEach(() => void vi.restoreAllMocks());

it('the form without a screen of docs/login-code.md logs in with what was typed, and tells each state', async () => {
  const mailed: string[] = [];
  const { yoga } = createApp({
    signingKey,
    delivery: async ({ identity }) => void mailed.push(identity),
    // The code that the page types.
    loginCode: { generate: () => '123456' },
  });
  const { url, stop } = await startHttpServer(yoga);
  afterwards(stop);
  const told: unknown[] = [];
  vi.spyOn(console, 'info').mockImplementation(({ step, busy, error }: LoginFormState) => {
    told.push([step, busy, error]);
  });
  const client = `import { createAuthClient } from 'pothos-plugin-email-auth/client';
    export const client = createAuthClient({ url: '${url}' });`;
  const page = await runAmong<{
    readonly form: { readonly state: LoginFormState };
    readonly client: AuthClient;
  }>(blockOf('docs/login-code.md', "form.typeCode('123 456')"), {
    files: { 'client.ts': client },
    exports: ['form', 'client'],
  });
  expect(mailed).toEqual(['ada@example.com']);
  expect(page.form.state).toMatchObject({ step: 'done', busy: null });
  expect(page.client.state).toMatchObject({ status: 'signedIn', claims: { email: 'ada@example.com' } });
  expect(told).toEqual(
    expect.arrayContaining([
      ['address', 'request', null],
      ['code', null, null],
      ['code', 'login', null],
    ]),
  );
  expect(told.at(-1)).toEqual(['done', null, null]);
});

import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { listenAnywhere } from '../hosts/run-host-block.js';
import { whyNoChromium } from '../support/chromium.js';
import { useCleanUps } from '../support/clean-ups.js';
import { wrongCode } from '../support/service.js';
import { makeFolder, servePage } from './open-page.js';
import { blockOf, docs } from './pages.js';
import { runAmong } from './run-among.js';
import { useBrowser } from './use-browser.js';
import { useTerminal } from './use-terminal.js';

const missing = await whyNoChromium();
const { afterwards } = useCleanUps();
const { codeFor } = useTerminal();
const ada = 'ada@example.com';

describe.skipIf(missing)(`in Chromium${missing ? ` (${missing})` : ''}`, () => {
  const { open, errors } = useBrowser();

  describe('docs/sign-in.md', () => {
    /** The server of the page, over http. */
    const openServer = async () => {
      vi.stubEnv('NODE_ENV', 'development');
      return runAmong<{ auth: EmailAuth; yoga: Parameters<typeof servePage>[1] }>(
        blockOf('docs/sign-in.md', "transport: 'cookie', cookies: { insecure }"),
      );
    };
    const codeOf = async (auth: EmailAuth): Promise<string> => {
      await auth.close();
      return codeFor(ada);
    };

    it('signs in with React, stays so over a reload, and signs out in all tabs', async () => {
      const { auth, yoga } = await openServer();
      const start = [
        "import { createElement } from 'react';",
        "import { createRoot } from 'react-dom/client';",
        "import { SignIn } from './sign-in.js';",
        "createRoot(document.getElementById('root')!).render(createElement(SignIn));",
      ];
      const screen = blockOf('docs/sign-in.md', 'useSyncExternalStore(client.subscribe').code;
      const { url, stop } = await servePage({ 'app.ts': start.join('\n'), 'sign-in.ts': screen }, yoga);
      afterwards(stop);
      const page = await open(url);
      const proceed = () => page.getByRole('button', { name: 'Continue' }).click();
      await page.getByLabel('E-mail address').fill(ada);
      await proceed();
      await page.getByLabel('Code').waitFor();
      const code = await codeOf(auth);
      await page.getByLabel('Code').fill(wrongCode(code));
      await proceed();
      await page.getByRole('alert').filter({ hasText: 'code' }).waitFor();
      await page.getByLabel('Code').fill(code);
      await proceed();
      await page.getByText('Sign out').waitFor();
      await page.reload();
      await page.getByText('Sign out').waitFor();
      const second = await open(url);
      await second.getByText('Sign out').click();
      await page.getByLabel('E-mail address').waitFor();
      expect(await auth.sessions(ada)).toEqual([]);
      expect(errors).toEqual([]);
    });

    it('signs in without React, on the site of docs/server-side-rendering.md', async () => {
      const folder = makeFolder({
        'app.ts': `${blockOf('docs/sign-in.md', "document.createElement('login-code')").code}import './again.js';`,
        'again.ts': blockOf('docs/server-side-rendering.md', 'document.body.dataset').code,
        'client.ts': `import { createAuthClient } from 'pothos-plugin-email-auth/client';
          export const client = createAuthClient({ url: '/graphql', transport: 'cookie' });`,
      });
      afterwards(folder.remove);
      const text = docs.find(({ path }) => path === 'docs/sign-in.md')?.text ?? '';
      const [, command = ''] = /`(npx esbuild [^`]+)`/.exec(text) ?? [];
      await promisify(execFile)('sh', ['-c', command], { cwd: folder.path });
      vi.stubEnv('NODE_ENV', 'development');
      let auth: EmailAuth | undefined;
      const [server] = await listenAnywhere(async () => {
        ({ auth } = await runAmong<{ auth: EmailAuth }>(
          blockOf('docs/server-side-rendering.md', 'createServer('),
          {
            files: {
              'server.ts': blockOf('docs/sign-in.md', "transport: 'cookie', cookies: { insecure }").code,
            },
            exports: ['auth'],
            replacements: { "'app.js'": JSON.stringify(join(folder.path, 'app.js')) },
          },
        ));
      });
      if (!server || !auth) throw new Error('It does not listen.');
      afterwards(() => {
        server.close();
        server.closeAllConnections();
      });
      const page = await open(`http://localhost:${(server.address() as AddressInfo).port}/`);
      await page.getByText('Hello, stranger!').waitFor();
      await page.locator('login-code').getByRole('textbox').fill(ada);
      await page.keyboard.press('Enter');
      const input = page.locator('login-code input[autocomplete=one-time-code]');
      await input.waitFor();
      await input.fill(await codeOf(auth));
      await page.getByText('Hello, ada@example.com!').waitFor();
      // As browsers do when its time is over.
      await page.context().clearCookies({ name: 'access' });
      await page.reload();
      await page.getByText('Hello, ada@example.com!').waitFor();
      await page.context().clearCookies();
      await page.reload();
      await page.getByText('Hello, stranger!').waitFor();
      expect(errors).toEqual([]);
    });
  });
});

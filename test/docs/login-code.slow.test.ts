import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import EmailAuthPlugin, {
  AuthError,
  type EmailAuthOptions,
  type LoginAttempt,
  type WithAuth,
} from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { whyNoChromium } from '../support/chromium.js';
import { useCleanUps } from '../support/clean-ups.js';
import { createTestAuth, wrongCode } from '../support/service.js';
import { servePage } from './open-page.js';
import { blockOf } from './pages.js';
import { useBrowser } from './use-browser.js';

const missing = await whyNoChromium();
const { afterwards } = useCleanUps();
const ada = 'ada@example.com';

interface Args {
  captcha?: string | null;
}

/** A service for pages, whose mutation `requestLoginCode` takes a captcha. */
const openApp = (options: EmailAuthOptions = {}) => {
  const kit = createTestAuth({ loginCode: { resendAfter: 0 }, ...options });
  const { auth } = kit;
  const builder = new SchemaBuilder<WithAuth<{ AuthArgs: Args }>>({
    plugins: [EmailAuthPlugin],
    emailAuth: { auth, mutations: { requestLoginCode: { args: (t) => ({ captcha: t.arg.string() }) } } },
  });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  const yoga = createYoga({ schema: builder.toSchema(), plugins: [useEmailAuth(auth)], logging: false });
  const readCode = async (): Promise<string> => {
    await auth.close();
    return kit.mailbox.at(-1)?.code ?? '';
  };
  return { ...kit, yoga, readCode };
};

describe.skipIf(missing)(`in Chromium${missing ? ` (${missing})` : ''}`, () => {
  const { open, said, errors } = useBrowser();

  describe('docs/login-code.md', () => {
    it('logs in with the form, in German, after a captcha', async () => {
      const guard = ({ action, args }: LoginAttempt<Args>) => {
        if (action === 'requestLoginCode' && args.captcha !== 'solved')
          throw new AuthError('REQUEST_REFUSED', { reason: 'captcha' });
      };
      const { yoga, readCode } = openApp({ guard });
      const { url, stop } = await servePage(
        {
          'app.ts':
            "import './form.js';\nimport './refused.js';\nglobalThis.solveCaptcha = async () => 'solved';",
          'form.ts': blockOf('docs/login-code.md', 'form.words = words').code,
          'refused.ts': blockOf('docs/login-code.md', 'detail.retry({ captcha').code,
        },
        yoga,
      );
      afterwards(stop);
      const page = await open(url);
      const form = page.locator('login-code');
      await form.getByLabel('E-Mail-Adresse').fill(ada);
      await page.keyboard.press('Enter');
      const input = form.locator('input[autocomplete=one-time-code]');
      await input.waitFor();
      const code = await readCode();
      await input.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
      await expect.poll(() => said.join('\n'), { timeout: 10_000 }).toContain('sub: ada@example.com');
      // It keeps its tokens where a reload finds them.
      expect(await page.evaluate('JSON.stringify({ ...localStorage })')).toContain('refreshToken');
      expect(errors).toEqual([]);
    });
  });

  describe('docs/own-screen.md', () => {
    it('draws an input that fits the code, and says that a code is wrong', async () => {
      const { yoga, readCode } = openApp({ limits: { shortCodesPerIdentity: { limit: 1 } } });
      const client = `import { createAuthClient } from 'pothos-plugin-email-auth/client';
        export const client = createAuthClient({ url: '/graphql' });`;
      const block = blockOf('docs/own-screen.md', 'input.ariaInvalid').code;
      const { url, stop } = await servePage(
        {
          'app.ts': `${block}\ndocument.body.append(input);\nObject.assign(globalThis, { form });`,
          'client.ts': client,
        },
        yoga,
      );
      afterwards(stop);
      const page = await open(url);
      const input = page.locator('input');
      const stateOf = async () => [
        await input.getAttribute('inputmode'),
        await input.getAttribute('aria-invalid'),
        await page.evaluate('form.state.step'),
      ];
      expect(await input.getAttribute('autocomplete')).toBe('one-time-code');
      await page.evaluate(`form.submitAddress('${ada}')`);
      expect(await stateOf()).toEqual(['numeric', 'false', 'code']);
      const code = await readCode();
      await input.fill(wrongCode(code));
      await expect.poll(stateOf).toEqual(['numeric', 'true', 'code']);
      await page.evaluate('form.resend()');
      expect(await stateOf()).toEqual(['text', 'false', 'code']);
      expect(await readCode()).toHaveLength(10);
      // The code of the earlier mail still counts.
      await input.fill(code);
      await page.evaluate(`form.submitCode('${code}')`);
      await expect.poll(() => page.evaluate('form.state.step')).toBe('done');
      expect(errors).toEqual([]);
    });
  });
});

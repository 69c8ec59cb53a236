import { expect, it } from 'vitest';
import { createSmsApp } from '../../examples/sms.js';
import { signingKey } from '../support/service.js';

it('examples/sms.ts logs a phone number in, in whatever way it is written', async () => {
  const texts: string[] = [];
  const send = async (to: string, text: string) => void texts.push(`${to}: ${text}`);
  const { auth, yoga } = createSmsApp(send, { signingKey });
  const run = async (query: string, headers = {}) => {
    const response = await yoga.fetch('http://server/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as { data: Record<string, never>; errors?: { extensions: object }[] };
  };

  const refused = await run('mutation { requestLoginCode(phone: "0151 2345678") { expiresIn } }');
  expect(refused.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'phone' });
  await run('mutation { requestLoginCode(phone: "+49 (151) 234-5678") { expiresIn } }');
  await auth.close();
  expect(texts).toHaveLength(1);
  expect(texts[0]).toMatch(/^\+491512345678: (\d{6}) is your login code\n\n@example\.com #\1$/);
  const code = /(\d{6}) is/.exec(texts[0] ?? '')?.[1];
  const { data } = await run(`mutation { login(phone: "+491512345678", code: "${code}") { accessToken } }`);
  const { accessToken } = data.login as unknown as { accessToken: string };
  const me = await run('{ me }', { authorization: `Bearer ${accessToken}` });
  expect(me.data).toEqual({ me: '+491512345678' });
});

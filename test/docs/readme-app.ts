import type { GraphQLSchema } from 'graphql';
import { vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { startHttpServer } from '../support/http-server.js';
import { startMailServer } from '../support/mail-server.js';
import { signingKey } from '../support/service.js';
import type { Replacements } from './run-among.js';
import { runBlock } from './run-block.js';

/** The code in the next mail that arrives. */
const readCode = async ({ next }: Awaited<ReturnType<typeof startMailServer>>): Promise<string> => {
  const { parsed } = await next();
  const [code] = /\b\d{6}\b/.exec(parsed.text ?? '') ?? [];
  if (code === undefined) throw new Error('no code in the mail');
  return code;
};

/** A mail server on loopback, and a key: what the README's server reads from its environment. */
export const startMailServerInEnv = async () => {
  const mail = await startMailServer();
  vi.stubEnv('SMTP_URL', mail.url);
  vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', signingKey);
  return { ...mail, nextCode: () => readCode(mail) };
};

/** What the server of the README exports. */
export interface ReadmeServer {
  readonly auth: EmailAuth<{ role: 'admin' | 'user' }>;
  readonly schema: GraphQLSchema;
  readonly yoga: Parameters<typeof startHttpServer>[0];
}

/** The README's server on a free port, word for word but for the replacements, and its mails. The caller stops it. */
export const startReadmeApp = async (replacements: Replacements = {}) => {
  const mail = await startMailServerInEnv();
  const app = await runBlock<ReadmeServer>('README.md', 'createServer(yoga).listen', {
    ...{ 'createServer(yoga).listen(4000);': '' },
    ...replacements,
  });
  const http = await startHttpServer(app.yoga);
  /** Asks for a code over HTTP, and reads it in the mail. */
  const askForCode = async (email: string) => {
    const code = mail.nextCode();
    const { data } = await http.query(`mutation { requestLoginCode(email: "${email}") { challenge } }`);
    return { challenge: data.requestLoginCode.challenge as string, code: await code };
  };
  return {
    ...app,
    ...http,
    mail,
    askForCode,
    logIn: async (email: string) => {
      const { challenge, code } = await askForCode(email);
      const input = `email: "${email}", code: "${code}", challenge: "${challenge}"`;
      const { data } = await http.query(`mutation { login(${input}) { accessToken refreshToken } }`);
      return data.login as { readonly accessToken: string; readonly refreshToken: string };
    },
    stop: async () => {
      await http.stop();
      await app.auth.close({ timeout: 1 });
      await mail.stop();
    },
  };
};

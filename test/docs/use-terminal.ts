import { afterEach, beforeEach, vi } from 'vitest';
import type { EmailAuth } from '../../src/index.js';

/** Keeps what a page prints from the terminal of the tests, and logs in with the codes that stand there. */
export const useTerminal = () => {
  const lines = { info: [] as string[], log: [] as string[], warn: [] as string[], error: [] as string[] };
  beforeEach(() => {
    // With a mail server, codes would go there.
    vi.stubEnv('SMTP_URL', undefined);
    for (const name of ['info', 'log', 'warn', 'error'] as const) {
      lines[name].length = 0;
      vi.spyOn(console, name).mockImplementation((...words) => void lines[name].push(words.join(' ')));
    }
  });
  afterEach(() => void vi.restoreAllMocks());

  /** The newest code for an address, once its mail is sent. */
  const codeFor = (identity: string): string => {
    const start = `Login code for ${identity}: `;
    const [, rest] = lines.info.findLast((line) => line.includes(start))?.split(start) ?? [];
    const [code] = rest?.split(' ') ?? [];
    if (code === undefined) throw new Error(`No such code is at the terminal: ${JSON.stringify(lines)}`);
    return code;
  };
  const askForCode = async <Claims extends object>(auth: EmailAuth<Claims>, identity: string, ip: string) => {
    const answer = await auth.requestLoginCode(identity, { ip });
    await auth.close();
    return { ...answer, code: codeFor(identity) };
  };
  return {
    ...lines,
    codeFor,
    askForCode,
    logIn: async <Claims extends object>(auth: EmailAuth<Claims>, identity: string, ip = '192.0.2.1') => {
      const { challenge, code } = await askForCode(auth, identity, ip);
      return auth.login({ identity, code, challenge }, { ip });
    },
  };
};

import { createEmailAuth } from '../../../src/index.js';
import { noLimits, signingKey } from '../../support/service.js';
import type { Work } from './measure.js';

const caller = { ip: '192.0.2.1' };
const identity = 'ada@example.com';

/** A service in memory, and the tokens of somebody who has logged in. */
export const logIn = async (checkSession: boolean) => {
  let code = '';
  const auth = createEmailAuth({
    ...{ signingKey, limits: noLimits, accessToken: { checkSession, lifetime: 3600 } },
    delivery: async (message) => {
      code = message.code;
    },
  });
  const { challenge } = await auth.requestLoginCode(identity, caller);
  await auth.close();
  return { auth, tokens: await auth.login({ identity, code, challenge }, caller) };
};

/** What every request asks. */
export const serviceWork = async (): Promise<Work[]> => {
  const work = async (name: string, checkSession: boolean): Promise<Work> => {
    const { auth, tokens } = await logIn(checkSession);
    return { name, run: () => auth.authenticate(tokens.accessToken, caller), batch: 100 };
  };
  return [
    await work('authenticate a known token, without the session check', false),
    await work('authenticate a known token, with the session check', true),
  ];
};

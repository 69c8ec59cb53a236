import SchemaBuilder from '@pothos/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import EmailAuthPlugin, { type EmailAuth, type WithAuth } from '../../src/index.js';
import { useCleanUps } from '../support/clean-ups.js';
import { reasonOf, wrongCode } from '../support/service.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { serveBuilder } from './serve-builder.js';
import { useTerminal } from './use-terminal.js';

const { afterwards } = useCleanUps();
const { askForCode, logIn } = useTerminal();

const open = async () =>
  (
    await runAmong<{ auth: EmailAuth }>(blockOf('docs/options.md', 'localizedMessages'), {
      exports: ['auth'],
    })
  ).auth;

afterEach(() => void vi.useRealTimers());

describe('the options at the head of docs/options.md', () => {
  it('make access tokens that live for ten minutes', async () => {
    const auth = await open();
    const { accessToken, expiresIn } = await logIn(auth, 'ada@example.com');
    expect(expiresIn).toBe(600);
    const failureIn = async (seconds: number) => {
      vi.setSystemTime(Date.now() + seconds * 1000);
      return (await auth.authenticate(accessToken, { ip: null })).failure;
    };
    expect([await failureIn(598), await failureIn(2)]).toEqual([null, 'expired']);
  });

  it('let one network ask for 20 codes', async () => {
    const auth = await open();
    const ask = (index: number) =>
      reasonOf(auth.requestLoginCode(`user${index}@example.com`, { ip: '192.0.2.1' }));
    for (let index = 0; index < 20; index += 1) expect(await ask(index)).toBe('ok');
    expect(await ask(20)).toBe('TOO_MANY_REQUESTS');
  });

  it('make no code longer because of failures for its address', async () => {
    const auth = await open();
    const identity = 'ada@example.com';
    let lengths = '';
    for (let round = 0; round < 8; round += 1) {
      vi.setSystemTime(Date.now() + 3_600_000);
      const ip = `192.0.2.${round}`;
      const { challenge, code } = await askForCode(auth, identity, ip);
      lengths += code.length;
      const guess = () => auth.login({ identity, challenge, code: wrongCode(code) }, { ip });
      for (let count = 0; count < 9; count += 1) expect(await reasonOf(guess())).toBe('INVALID_LOGIN_CODE');
    }
    expect(lengths).toBe('66666666');
  });

  it('refuse in the language of the caller', async () => {
    const auth = await open();
    const builder = new SchemaBuilder<WithAuth>({ plugins: [EmailAuthPlugin], emailAuth: auth });
    builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
    const { ask, stop } = await serveBuilder(auth, builder);
    afterwards(stop);
    const login = 'mutation { login(email: "ada@example.com", code: "000000") { accessToken } }';
    const messageIn = async (language: string) =>
      (await ask(login, undefined, { 'accept-language': language })).errors?.[0]?.message;
    expect(await messageIn('de-AT')).toMatch(/Code.*(falsch|ungültig|abgelaufen)/);
    expect(await messageIn('en')).toMatch(/code.*(wrong|invalid|expired)/i);
  });
});

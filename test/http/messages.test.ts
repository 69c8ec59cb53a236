import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { afterEach, describe, expect, it, vi } from 'vitest';
import EmailAuthPlugin, {
  type AuthErrorCode,
  type EmailAuthOptions,
  localizedMessages,
  requireClaims,
  type WithAuth,
} from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { hostileThings } from '../support/hostile-things.js';
import { startHttpServer } from '../support/http-server.js';
import { createTestAuth, noLimits } from '../support/service.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Messages = EmailAuthOptions['messages'];

const open = async (messages: Messages, mail: EmailAuthOptions['mail'] = {}) => {
  const logger = { warn: vi.fn(), error: vi.fn() };
  const { auth } = createTestAuth({ limits: noLimits, logger, mail, ...(messages && { messages }) });
  const builder = new SchemaBuilder<WithAuth<{ AuthArgs: { locale?: string | null } }>>({
    plugins: [EmailAuthPlugin],
    emailAuth: {
      auth,
      mutations: { requestLoginCode: { args: (t) => ({ locale: t.arg.string() }) } },
    },
  });
  builder.queryType({
    fields: (t) => ({
      open: t.string({ resolve: () => 'open' }),
      marked: t.string({ authenticated: true, nullable: true, resolve: () => 'secret' }),
      asked: t.string({ nullable: true, resolve: (_, __, context) => requireClaims(context).sub }),
    }),
  });
  const yoga = createYoga({ schema: builder.toSchema(), plugins: [useEmailAuth(auth)], logging: false });
  const http = await startHttpServer(yoga);
  stops.push(http.stop);
  const sentences = async (query: string, language?: string) => {
    const { errors } = await http.query(
      query,
      {},
      language === undefined ? {} : { 'accept-language': language },
    );
    return errors?.map(({ message }) => message);
  };
  return { sentences, logger };
};

const login = 'mutation { login(email: "ada@example.com", code: "000000") { expiresIn } }';
const invalid = (locale: string) =>
  `mutation { requestLoginCode(email: "ada", locale: ${JSON.stringify(locale)}) { expiresIn } }`;

describe('the sentences of refusals', () => {
  it('are English, whatever the caller reads, unless somebody asks for more', async () => {
    const { sentences } = await open(undefined);
    expect(await sentences('{ marked }', 'de')).toEqual(['Please log in first.']);
    expect(await sentences(invalid('fr'), 'de')).toEqual(['This is not a valid e-mail address.']);
  });

  it('are in the language of the caller, wherever they come from', async () => {
    const { sentences } = await open(localizedMessages);
    const first = 'Bitte melden Sie sich zuerst an.';
    expect(await sentences('{ marked asked }', 'de-CH, en;q=0.5')).toEqual([first, first]);
    expect(await sentences(login, 'ja')).toEqual([localizedMessages('INVALID_LOGIN_CODE', 'ja')]);
    expect(await sentences(login, 'zh-TW')).toEqual([localizedMessages('INVALID_LOGIN_CODE', 'zh-Hant')]);
  });

  it('follow the argument locale before the header', async () => {
    const { sentences } = await open(localizedMessages);
    expect(await sentences(invalid('fr'), 'de')).toEqual(['Cette adresse e-mail n’est pas valide.']);
    expect(await sentences(invalid('xx-nonsense'), 'de')).toEqual(['Dies ist keine gültige E-Mail-Adresse.']);
  });

  it('are in a language of the mails', async () => {
    const { sentences } = await open(localizedMessages, { locale: 'fr', locales: ['fr', 'de'] });
    const french = localizedMessages('UNAUTHENTICATED', 'fr');
    expect(await sentences('{ marked }', 'ja')).toEqual([french]);
    expect(await sentences('{ marked }', '*')).toEqual([french]);
    expect(await sentences('{ marked }')).toEqual([french]);
    expect(await sentences('{ marked }', 'de')).toEqual([localizedMessages('UNAUTHENTICATED', 'de')]);
  });

  it('are asked for only when somebody is refused', async () => {
    const messages = vi.fn((code: AuthErrorCode, locale: string) => `${code} in ${locale}`);
    const { sentences } = await open(messages);
    expect(await sentences('{ open }', 'de')).toBeUndefined();
    expect(messages).not.toHaveBeenCalled();
    expect(await sentences('{ marked }', 'de')).toEqual(['UNAUTHENTICATED in de']);
    expect(messages).toHaveBeenCalledTimes(1);
  });

  it('are the built-in ones where the function fails, and the operator is told once', async () => {
    const { sentences, logger } = await open(() => {
      throw new Error('no sentence for ada@example.com');
    });
    expect(await sentences('{ marked }', 'de')).toEqual(['Please log in first.']);
    expect(await sentences(login)).toEqual([localizedMessages('INVALID_LOGIN_CODE', 'en')]);
    expect(logger.error.mock.calls).toEqual([
      ['The option messages failed: Error. The refusal has its built-in sentence.'],
    ]);
  });

  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['a blank', () => ' '],
    ['a number', () => 5],
    ['a promise', async () => 'Nein.'],
    ['a promise that is rejected', () => Promise.reject(new Error('no'))],
    ...Object.entries(hostileThings).filter(([name]) => name !== 'a string'),
  ])('are the built-in ones where the function answers with %s', async (_, answer) => {
    // Boundary: what such a function answers is not what its type says; that is the attack.
    const { sentences, logger } = await open(answer as () => string);
    expect(await sentences('{ marked }')).toEqual(['Please log in first.']);
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(logger.error.mock.calls[0]?.[0]).toMatch(/^The option messages /);
  });
});

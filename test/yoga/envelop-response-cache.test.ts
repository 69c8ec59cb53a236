import { useResponseCache } from '@envelop/response-cache';
import { createYoga } from 'graphql-yoga';
import { expect, it } from 'vitest';
import type { AuthContext } from '../../src/index.js';
import { useEmailAuth } from '../../src/yoga/index.js';
import { ada, askOf, openApp } from './app.js';

const eve = 'eve@example.com';
const refused = (reason: string) => ({ errors: [{ extensions: { code: 'UNAUTHENTICATED', reason } }] });

it('keeps the callers of the response cache of Envelop apart by the ids of their tokens', async () => {
  const { auth, schema, logIn } = openApp();
  const responses = useResponseCache({
    session: (ctx) => (ctx as AuthContext).auth.claims?.jti ?? null,
    // The default says to the terminal what it does not keep.
    shouldCacheResult: ({ result }) => !result.errors,
  });
  const ask = askOf(
    createYoga({ schema, plugins: [responses, useEmailAuth(auth, { ip: () => null })], logging: false }),
  );
  const [first, second] = [await logIn(ada), await logIn(eve)];
  for (let i = 0; i < 2; i += 1) {
    expect(await ask('{ me }', {}, first.accessToken)).toEqual({ data: { me: ada } });
    expect(await ask('{ me }', {}, second.accessToken)).toEqual({ data: { me: eve } });
    expect(await ask('{ me }')).toMatchObject(refused('missing'));
  }
  await auth.logoutEverywhere(ada);
  expect(await ask('{ me }', {}, first.accessToken)).toMatchObject(refused('revoked'));
});

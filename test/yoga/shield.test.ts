import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import { useEmailAuth } from '../../src/yoga/index.js';
import { ada, asEver, askOf, openApp, visit } from './app.js';
import { shielded } from './permissions.js';

const serve = async (options?: { allowExternalErrors: boolean }) => {
  const app = openApp();
  const plugins = [useEmailAuth(app.auth, { ip: () => '192.0.2.1' })];
  const schema = await shielded(app, options);
  return { ...app, ask: askOf(createYoga({ schema, plugins, logging: false })) };
};

describe('graphql-shield', () => {
  it('asks the claims, and refuses as marked fields do', async () => {
    const { ask, logIn } = await serve();
    const [admin, user] = [await logIn(ada), await logIn('eve@example.com')];
    expect(await ask('{ users }', {}, admin.accessToken)).toEqual({ data: { users: [ada] } });
    expect(await ask('{ users }', {}, user.accessToken)).toMatchObject({
      data: { users: null },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await ask('{ users }')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'missing' } }],
    });
  });

  it('leaves marks and refusals alone', async () => {
    const app = await serve();
    expect(await visit(app, app.ask)).toMatchObject(asEver);
  });

  it('hides the refusals of this package without allowExternalErrors', async () => {
    const { ask } = await serve({ allowExternalErrors: false });
    expect((await ask('{ me }')).errors).toMatchObject([{ message: 'Unexpected error.' }]);
  });
});

import type { GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { EmailAuth } from '../../src/index.js';
import { askOf } from '../yoga/app.js';
import { serverModule } from './modules.js';
import { blockOf } from './pages.js';
import { runAmong } from './run-among.js';
import { useTerminal } from './use-terminal.js';

const { logIn } = useTerminal();

/** The page's Yoga with the server of the README, and for whom the field `me` has run. */
const open = async () => {
  const { auth, schema, yoga } = await runAmong<{
    readonly auth: EmailAuth<{ role: string }>;
    readonly schema: GraphQLSchema;
    readonly yoga: Parameters<typeof askOf>[0];
  }>(blockOf('docs/plugins.md', 'useResponseCache('), {
    files: { 'server.ts': serverModule },
    replacements: { 'createYoga({': 'const yoga = createYoga({' },
    exports: ['auth', 'schema', 'yoga'],
  });
  const me = schema.getQueryType()?.getFields().me;
  const inner = me?.resolve;
  if (!me || !inner) throw new Error('The server of the README has a field me.');
  const ran: unknown[] = [];
  me.resolve = (root, args, ctx, info) => {
    if (ctx.auth.claims) ran.push(ctx.auth.claims.email);
    return inner(root, args, ctx, info);
  };
  return { auth, ask: askOf(yoga), ran };
};

describe('the response cache of docs/plugins.md', () => {
  it('answers each caller from answers of their own, until they log out', async () => {
    const { auth, ask, ran } = await open();
    const ada = await logIn(auth, 'ada@example.com');
    const eve = await logIn(auth, 'eve@example.com');
    for (let count = 0; count < 3; count += 1) {
      expect(await ask('{ me }', {}, ada.accessToken)).toEqual({ data: { me: 'ada@example.com' } });
      expect(await ask('{ me }', {}, eve.accessToken)).toEqual({ data: { me: 'eve@example.com' } });
      expect(await ask('{ me }')).toMatchObject({ errors: [{ extensions: { reason: 'missing' } }] });
    }
    expect(ran).toEqual(['ada@example.com', 'eve@example.com']);
    await auth.logout(ada.refreshToken);
    expect(await ask('{ me }', {}, ada.accessToken)).toMatchObject({
      errors: [{ extensions: { reason: 'revoked' } }],
    });
  });
});

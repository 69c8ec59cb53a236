import { describe, expect, it } from 'vitest';
import { useCleanUps } from '../support/clean-ups.js';
import { serverModule } from './modules.js';
import { blockOf } from './pages.js';
import { createCommandFolder } from './run-commands.js';

const { later } = useCleanUps();
const open = () => {
  const folder = later(createCommandFolder(), ({ remove }) => remove());
  folder.linkModules();
  return folder;
};

const asks = `
const ask = async (yoga) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await yoga.fetch('http://localhost/graphql', { method: 'POST', headers, body: '{"query":"{ me }"}' });
  console.log(JSON.stringify(await answer.json()));
};
`;
const refused = expect.stringContaining('"UNAUTHENTICATED"');

describe('docs/bundles.md', () => {
  it('has a schema in CommonJS that refuses', async () => {
    const { write, run } = open();
    write('schema.js', blockOf('docs/bundles.md', 'module.exports').code);
    const rest = `
const { createYoga } = require('graphql-yoga');
const { useEmailAuth } = require('pothos-plugin-email-auth/yoga');
const { auth, schema } = require('./schema.js');
ask(createYoga({ schema, plugins: [useEmailAuth(auth)] }));`;
    write('ask.js', asks + rest);
    expect(await run('node ask.js')).toMatchObject({ code: 0, stdout: refused });
  });

  it('makes one file of the server, which needs no package beside it', async () => {
    const { write, run } = open();
    write('server.ts', `${serverModule}${asks}await ask(yoga);`);
    expect(await run(blockOf('docs/bundles.md', '--banner:js').code)).toMatchObject({ code: 0 });
    expect(await run('mv node_modules elsewhere && node server.mjs')).toMatchObject({
      code: 0,
      stdout: refused,
    });
  });
});

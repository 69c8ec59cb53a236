import { applyMiddleware } from 'graphql-middleware';
import { blockOf } from '../docs/pages.js';
import { runAmong } from '../docs/run-among.js';
import type { openApp } from './app.js';

const option = 'allowExternalErrors: true';

/** A schema in which graphql-shield lets nobody but administrators ask for `users`, by the rules of docs/plugins.md. */
export const shielded = async (
  { schema }: ReturnType<typeof openApp>,
  { allowExternalErrors } = { allowExternalErrors: true },
) => {
  const { permissions } = await runAmong<{ permissions: never }>(blockOf('docs/plugins.md', 'shield('), {
    replacements: { [option]: `allowExternalErrors: ${allowExternalErrors}` },
  });
  return applyMiddleware(schema, permissions);
};

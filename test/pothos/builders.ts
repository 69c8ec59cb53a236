import SchemaBuilder from '@pothos/core';
import { type EmailAuthOption, pluginName, type WithAuth } from '../../src/pothos/index.js';
import { createFakeEmailAuth, type Role } from './fake-email-auth.js';

/** The types of the builders in these tests. */
export type Types = WithAuth<{ Context: object; AuthClaims: Role }>;

/** A builder with a query type that has one public field. */
export const createBuilder = (
  emailAuth: EmailAuthOption<PothosSchemaTypes.ExtendDefaultTypes<Types>> = createFakeEmailAuth(),
) => {
  const builder = new SchemaBuilder<Types>({ plugins: [pluginName], emailAuth });
  builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'Hello!' }) }) });
  return builder;
};

import SchemaBuilder from '@pothos/core';
import type { GraphQLSchema } from 'graphql';
import { auditSchema } from '../../src/index.js';
import type { pluginName } from '../../src/pothos/index.js';
import type { Types } from '../pothos/builders.js';
import { createFakeEmailAuth } from '../pothos/fake-email-auth.js';

/** Who can read each field. */
export const accessIn = (schema: GraphQLSchema) =>
  Object.fromEntries(auditSchema(schema).fields.map(({ field, access }) => [field, access]));

/** A builder with these plugins, options of ours, and options of others. */
export const createBuilder = (plugins: readonly string[], options: object = {}, others: object = {}) =>
  new SchemaBuilder<Types>({
    plugins: plugins as (typeof pluginName)[],
    emailAuth: { auth: createFakeEmailAuth(), mutations: false, ...options },
    ...others,
  });

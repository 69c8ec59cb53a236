// Prints the schema of examples/basic.ts with its directives: `npm run schema` writes it to schema.graphql.
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { createApp } from '../../examples/basic.js';

const { schema } = createApp({ delivery: async () => {} });
process.stdout.write(`${printSchemaWithDirectives(schema).trim()}\n`);

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../examples/basic.js';
import { signingKey } from '../support/service.js';

const root = resolve(import.meta.dirname, '../..');

describe('schema.graphql', () => {
  it('is the schema of examples/basic.ts, with its directives (npm run schema writes it)', () => {
    const { schema } = createApp({ signingKey, delivery: async () => {} });
    expect(readFileSync(join(root, 'schema.graphql'), 'utf8').trim()).toBe(
      printSchemaWithDirectives(schema).trim(),
    );
  });
});

describe('examples/basic.ts', () => {
  it('has at most 90 lines', () => {
    expect(readFileSync(join(root, 'examples/basic.ts'), 'utf8').split('\n').length).toBeLessThanOrEqual(90);
  });
});

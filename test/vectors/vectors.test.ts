import { describe, expect, it } from 'vitest';
import { vectors } from './vectors.js';

const total = vectors.reduce((sum, { count }) => sum + count, 0);

describe(`${total} public test vectors`, () => {
  it.each(vectors)('$id, $count inputs: $must', async ({ count, run }) => {
    expect(count).toBeGreaterThan(0);
    await run();
  });
});

import { describe, it } from 'vitest';
import { requirements } from './index.js';

describe('what standards ask for, beyond the guarantees', () => {
  it.each(requirements)('$id: $must', ({ run }) => run());
});

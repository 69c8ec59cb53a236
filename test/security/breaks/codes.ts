import type { Break } from './break.js';

export const codes: readonly Break[] = [
  {
    id: 'C1',
    file: 'store/steps/redeem.ts',
    from: '{ ...code, o: code.o - 1 }',
    to: '{ ...code, o: code.o }',
  },
];

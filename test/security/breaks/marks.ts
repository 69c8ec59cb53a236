import type { Break } from './break.js';

export const marks: readonly Break[] = [
  {
    id: 'P1',
    file: 'pothos/marks.ts',
    from: 'if (sourcesOf(type, field).some((name) => isClosedBy(name, field))) return true;',
    to: '',
  },
  {
    id: 'P1',
    file: 'pothos/marks.ts',
    from: 'return ownMarkOf(type, field) ?? (isMarked(type) || ',
    to: 'return ownMarkOf(type, field) ?? (',
  },
  {
    id: 'P2',
    file: 'pothos/enforce.ts',
    from: "if (typeof answer === 'boolean') return answer;",
    to: 'if (answer !== false) return true;',
  },
  {
    id: 'P2',
    file: 'pothos/enforce.ts',
    from: 'const claims = standing.demand();',
    to: 'const claims = standing.claims ?? {};',
  },
];

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
    from: 'return ownMarkOf(type, field) ?? isClosed;',
    to: 'return ownMarkOf(type, field) ?? (protectRoots && isRoot(typeOf(type)));',
  },
  {
    // The chain trusts what the functions of other plugins make.
    id: 'P1',
    file: 'pothos/chain.ts',
    from: 'mark(Reflect.apply(make, builder, args))',
    to: 'Reflect.apply(make, builder, args)',
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

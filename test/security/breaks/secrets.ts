import type { Break } from './break.js';

export const secrets: readonly Break[] = [
  {
    id: 'X1',
    file: 'core/read-error.ts',
    from: "hidden.some((secret) => full.includes(secret)) ? 'Error' : full",
    to: 'full',
  },
  {
    id: 'X1',
    file: 'flows/check.ts',
    from: 'const cause = operatorCause(part, failureCode(error));',
    to: 'const cause = error as Error;',
  },
  {
    id: 'X1',
    file: 'flows/ask-claims.ts',
    from: "throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 });",
    to: "throw new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 }, { cause: error });",
  },
  {
    id: 'X1',
    file: 'token/keys/parse-signing-keys.ts',
    from: "if (typeof input === 'string') return readText(input, option);",
    to: "if (typeof input === 'string') return readText(input, option + input);",
  },
  {
    id: 'X1',
    file: 'core/wrong-value.ts',
    from: 'if (Array.isArray(value)) return',
    to: 'return String(value);\n  if (Array.isArray(value)) return',
  },
  {
    id: 'X1',
    file: 'token/claims.ts',
    from: '/^[^\\p{C}@]{1,64}$/u.test(name)',
    to: 'true',
  },
];

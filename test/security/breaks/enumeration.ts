import type { Break } from './break.js';

export const enumeration: readonly Break[] = [];

import type { Break } from './break.js';

export const addresses: readonly Break[] = [];

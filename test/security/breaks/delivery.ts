import type { Break } from './break.js';

export const delivery: readonly Break[] = [];

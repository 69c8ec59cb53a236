import type { Break } from './break.js';

export const host: readonly Break[] = [];

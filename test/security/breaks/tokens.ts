import type { Break } from './break.js';

export const tokens: readonly Break[] = [];

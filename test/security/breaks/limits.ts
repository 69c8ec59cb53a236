import type { Break } from './break.js';

export const limits: readonly Break[] = [];

import type { Break } from './break.js';

export const secrets: readonly Break[] = [];

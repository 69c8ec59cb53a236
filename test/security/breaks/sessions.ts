import type { Break } from './break.js';

export const sessions: readonly Break[] = [];

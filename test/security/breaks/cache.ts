import type { Break } from './break.js';

export const cache: readonly Break[] = [];

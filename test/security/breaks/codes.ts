import type { Break } from './break.js';

export const codes: readonly Break[] = [];

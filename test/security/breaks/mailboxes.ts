import type { Break } from './break.js';

export const mailboxes: readonly Break[] = [];

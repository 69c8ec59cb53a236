export { createTestAuth, type TestAuth, type TestAuthOptions } from './create-test-auth.js';
export type { Mailbox } from './mailbox.js';
export type { TestClock } from './test-clock.js';

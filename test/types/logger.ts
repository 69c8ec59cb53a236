import type { Logger } from '../../src/index.js';

/** As pino declares its methods. */
interface LogFn {
  (object: unknown, message?: string, ...args: unknown[]): void;
  (message: string, ...args: unknown[]): void;
}
declare const pinoLike: { warn: LogFn; error: LogFn; info: LogFn };
/** As winston declares its methods. */
declare const winstonLike: Record<'warn' | 'error', (message: string, ...meta: unknown[]) => object>;

export const loggers: readonly Logger[] = [console, pinoLike, winstonLike];

// @ts-expect-error it needs both methods
export const half: Logger = { warn: () => {} };

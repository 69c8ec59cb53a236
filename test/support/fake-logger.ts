import type { Logger } from '../../src/index.js';

/** A logger that keeps what it is told. Its methods need their object, as those of pino do. */
export class FakeLogger implements Logger {
  readonly lines: string[] = [];
  warn(message: string): void {
    this.lines.push(`warn: ${message}`);
  }
  error(message: string): void {
    this.lines.push(`error: ${message}`);
  }
}

/** Where the library speaks to the person at the terminal: once per warning, and for codes in development. */
export interface Terminal {
  /** A sentence that somebody should act on. */
  warn(message: string): void;
  /** Something that somebody at the terminal waits for. */
  print(message: string): void;
}

/** The process's own terminal: the only place that writes to it. */
export const terminal: Terminal = {
  warn: (message) => console.warn(`[pothos-plugin-email-auth] ${message}`),
  print: (message) => console.info(`[pothos-plugin-email-auth] ${message}`),
};

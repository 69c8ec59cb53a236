/** Where the library speaks to the person at the terminal: once per warning, and for codes in development. */
export interface Terminal {
  /** A sentence that somebody should look at. */
  warn(message: string): void;
  /** A sentence that somebody should act on: people cannot log in. */
  error(message: string): void;
  /** Something that somebody at the terminal waits for. */
  print(message: string): void;
}

/** What every line begins with, so that an operator knows who speaks. */
const withName = (message: string): string => `[pothos-plugin-email-auth] ${message}`;

/** The process's own terminal: the only place that writes to it. */
export const terminal: Terminal = {
  warn: (message) => console.warn(withName(message)),
  error: (message) => console.error(withName(message)),
  print: (message) => console.info(withName(message)),
};

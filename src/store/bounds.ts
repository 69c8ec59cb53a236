/** Codes of one identity that can be alive at once; the limits keep far below it unless they are turned off. */
export const maxCodes = 50;
/** How long a code that was right may be submitted again without being counted: 10 seconds, in milliseconds. */
export const repeatWindow = 10_000;
/** How often. */
export const maxRepeats = 3;
/** Clocks of processes differ by some seconds; milliseconds that are forgiven, of a window that is given in milliseconds. */
export const toleranceOf = (window: number): number => Math.max(60_000, window / 10);
/** Parts of a window in which a budget is accounted for. */
export const budgetSlots = 100;
/** Replaced generations of a session that are remembered. */
export const maxReplaced = 32;
/** Sessions of one identity, whatever the option says; beside them, those of logins that may come to nothing yet. */
export const maxSessions = 1000;
/** Networks that are remembered per identity. */
export const maxNetworks = 10;
/** How long an identity's networks are remembered after its last login: 90 days, in milliseconds. */
export const accountLifetime = 90 * 86_400_000;

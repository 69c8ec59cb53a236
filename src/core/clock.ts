/** Milliseconds since 1970. Everything that knows time asks one of these. */
export type Clock = () => number;

/** The machine's clock: the only place that reads it. */
export const systemClock: Clock = () => Date.now();

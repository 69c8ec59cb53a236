/** The units, from the longest, in seconds. */
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['min', 60],
  ['s', 1],
] as const;

const inUnits = (seconds: number): string => {
  const [name, size] = units.find(([, each]) => seconds >= each) ?? ['s', 1];
  const count = Math.floor(seconds / size);
  return `${count} ${name}${count > 1 && size >= 3600 ? 's' : ''}`;
};

/** How far away a time is: `3 min ago`, `in 2 days`. Both are seconds since 1970. */
export const distance = (time: number, now: number): string =>
  time <= now ? `${inUnits(now - time)} ago` : `in ${inUnits(time - now)}`;

/** The last second of the year 9999. */
const latest = 253_402_300_799;

/** A time in seconds since 1970, as ISO 8601 has it; undefined where it is none. */
export const isoTime = (time: unknown): string | undefined =>
  typeof time === 'number' && Math.abs(time) <= latest
    ? new Date(time * 1000).toISOString().replace('.000', '')
    : undefined;

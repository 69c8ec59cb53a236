/** A clock that stands still until it is told to move. */
export const createFakeClock = (start = Date.parse('2026-01-01T00:00:00Z')) => {
  let now = start;
  const clock = () => now;
  return Object.assign(clock, {
    advance: (seconds: number) => {
      now += seconds * 1000;
    },
  });
};

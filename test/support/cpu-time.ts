/** Milliseconds that this process has worked, so that a machine which others use, too, does not count. */
export const cpuTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const inMilliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

/** Milliseconds that this process has worked, so that a machine which others use, too, does not count. */
export const cpuTime = (): number => inMilliseconds(process.cpuUsage());

/** The same of this thread alone, where Node tells (from 23.9 on); else of the process, with the collector's threads. */
export const threadCpuTime = (): number => {
  // Boundary: the types are of an older Node.
  const { threadCpuUsage } = process as { readonly threadCpuUsage?: () => NodeJS.CpuUsage };
  return threadCpuUsage ? inMilliseconds(threadCpuUsage.call(process)) : cpuTime();
};

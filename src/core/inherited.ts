/**
 * Asks an object, then what it inherits from, until one answers. Contexts inherit from objects of the host (Bun's server,
 * Deno's connection info, the execution context of Workers) that throw when their methods are called on anything else.
 *
 * @returns the first answer that is not undefined; what throws has not answered
 */
export const askUpwards = <Host extends object, Answer>(
  object: object,
  ask: (host: Host) => Answer | undefined,
): Answer | undefined => {
  for (let host: object | null = object; host; host = Object.getPrototypeOf(host)) {
    try {
      // Boundary: `ask` knows which properties it reads, and that they may not be there.
      const answer = ask(host as Host);
      if (answer !== undefined) return answer;
    } catch {
      // The object itself may be further up.
    }
  }
  return undefined;
};

/**
 * Calls listeners of the page, as an event calls those of an element: what one of them throws is an error that nobody catches, and
 * changes nothing for the others, nor for what they are told of. A logout goes on to the server.
 */
export const callListeners = (listeners: Iterable<() => void>): void => {
  for (const listener of [...listeners]) {
    try {
      listener();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
};

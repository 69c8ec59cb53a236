/** Sets a header of an answer, and nothing beside it. */
export const setHeader = ({ headers }: Pick<Response, 'headers'>, name: string, value: string): void => {
  // Deleted first: Yoga's Headers would keep one that is there in other letters, as `Cache-Control` is in streams.
  headers.delete(name);
  headers.set(name, value);
};

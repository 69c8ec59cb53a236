/**
 * The text of a body, read no further than so many bytes. It rejects where the connection breaks.
 *
 * @returns null where there is more; the connection should be closed then, since the rest is in its way
 */
export const readBody = async ({ body }: Pick<Request, 'body'>, maxBytes: number): Promise<string | null> => {
  if (!body) return '';
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString();
    size += value.byteLength;
    // Not cancelled: in Yoga before 5.13 that ends the process.
    if (size > maxBytes) return null;
    chunks.push(value);
  }
};

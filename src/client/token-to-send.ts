import type { AnyAuthClient, HeldToken } from './auth-client.js';

/**
 * The token for a request. While no good one can be had, it is the old one: public fields answer all the same.
 * It never rejects.
 */
export const tokenToSend = async (
  client: Pick<AnyAuthClient, 'token' | 'peek'>,
): Promise<HeldToken | null> => {
  await client.token().catch(() => {});
  return client.peek();
};

import Keyv from 'keyv';
import { AuthError, createEmailAuth, type EmailAuthOptions, type LoginCodeMessage } from '../../src/index.js';
import type { HostileHost } from './hostile-things.js';
import { noLimits, signingKey } from './service.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Has mail sent by a host that misbehaves, and then by one that does not.
 *
 * @throws {Error} where the next user gets no mail, or the operator is not told in a sentence
 */
export const tryHost = async (
  { send, check, waitUntil, ...options }: HostileHost,
  cache = new Keyv(),
): Promise<void> => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const arrived: LoginCodeMessage[] = [];
  const deliver = async (message: LoginCodeMessage): Promise<void> => {
    if (!message.identity.startsWith('bad')) arrived.push(message);
    else await send?.(message);
  };
  // A throw, not only a rejection.
  const straight = (message: LoginCodeMessage): unknown =>
    message.identity.startsWith('bad') && send ? send(message) : deliver(message);
  let works = false;
  const checked = check && { check: () => (works ? undefined : check()) };
  const auth = createEmailAuth({
    clock: () => now,
    ...{ limits: noLimits, signingKey },
    delivery: { send: Object.assign(straight, checked), attempts: 1, timeout: 0.05 },
    cache,
    ...options,
  } as EmailAuthOptions);
  await auth
    .requestLoginCode('bad@example.com', { ip: null, ...(waitUntil && { waitUntil }) })
    .catch((error: unknown) => {
      if (!(options.guard && error instanceof AuthError && error.code === 'SERVICE_UNAVAILABLE')) throw error;
    });
  await auth.close();
  // An operator is told in a sentence, whatever it was.
  const refused: unknown = checked && (await auth.check().catch((error: unknown) => error));
  if (checked && !(refused instanceof AuthError && refused.cause instanceof Error))
    throw new Error('no cause');
  works = true;
  // Past any pause.
  now += 60_000;
  const { challenge } = await auth.requestLoginCode('ada@example.org', { ip: null });
  await auth.close();
  const code = arrived[0]?.code;
  if (code === undefined) throw new Error('the next mail did not arrive');
  await auth.login({ identity: 'ada@example.org', code, challenge }, { ip: null });
  await turn();
};

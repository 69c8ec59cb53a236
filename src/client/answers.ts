import type { HeldToken } from './auth-client.js';
import { AuthClientError } from './auth-client-error.js';

/** An object that may have anything. */
export type Loose = Readonly<Record<string, unknown>>;

/** Whether it is an object, of which nothing more is known. */
export const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** JSON, or undefined where it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The errors of an answer. */
export const errorsOf = (answer: unknown): readonly unknown[] =>
  isObject(answer) && Array.isArray(answer.errors) ? answer.errors : [];

const extensionsOf = (error: unknown): Loose =>
  isObject(error) && isObject(error.extensions) ? error.extensions : {};

const refusalOf = (error: Loose): AuthClientError => {
  const { code, reason, retryAfter } = extensionsOf(error);
  return new AuthClientError(textOf(error.message) ?? 'The server has refused.', {
    code: textOf(code) ?? 'INTERNAL_SERVER_ERROR',
    reason: textOf(reason),
    retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
  });
};

/**
 * What one mutation has answered.
 *
 * @throws {AuthClientError} with the first error of the answer
 */
export const readField = <Value>(
  answer: unknown,
  field: string,
  status: number,
  read: (field: unknown) => Value | null,
): Value => {
  const value = read(isObject(answer) && isObject(answer.data) ? answer.data[field] : undefined);
  if (value !== null) return value;
  const [error] = errorsOf(answer);
  if (isObject(error)) throw refusalOf(error);
  // A page of a proxy, perhaps: nothing has been refused.
  throw new AuthClientError(`The server did not answer the question (HTTP status ${status}).`, {
    code: 'SERVICE_UNAVAILABLE',
  });
};

/**
 * Whether a new token can help. Where this one was sent in a header, `missing` says that none has arrived, so another one would
 * not arrive either. A cookie is missing when its time is over.
 */
export const wantsNewToken = (error: unknown, { token }: Pick<HeldToken, 'token'>): boolean => {
  const { code, reason } = extensionsOf(error);
  return code === 'UNAUTHENTICATED' && (reason !== 'missing' || token === '');
};

/** Whether a new token can help some operation of an answer, or of a batch of them. */
export const isRefused = (answer: unknown, held: Pick<HeldToken, 'token'>): boolean =>
  [answer].flat().some((one) => errorsOf(one).some((error) => wantsNewToken(error, held)));

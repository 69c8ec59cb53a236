import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Check, list, matching, record } from '../../core/validate.js';

/** A service of yours that may ask. */
export interface EndpointClient {
  /** Its name: letters, digits and `.`, `_`, `~`, `-`. */
  readonly id: string;
  /** Its password: at least 16 characters, at least 8 of them different. `openssl rand -base64 32` makes one. */
  readonly secret: string;
}

/** Whether the `Authorization` header of a request is that of a client. */
export type IsClient = (authorization: string | null) => boolean;

const longEnough = matching(/^[\x21-\x7e]{16,200}$/, 'a string of 16 to 200 characters without spaces');

const secret: Check = (value, option) => {
  longEnough(value, option);
  if (new Set(String(value)).size < 8) {
    throw new TypeError(
      `${option} must have at least 8 different characters: openssl rand -base64 32 makes one`,
    );
  }
};

/** The clients of an endpoint. A name may come twice, while its secret is being changed. */
export const clients: Check = list(
  record<EndpointClient>(
    { id: matching(/^[\w.~-]{1,100}$/, 'a name of letters, digits and . _ ~ -'), secret },
    ['id', 'secret'],
  ),
  'clients',
  { min: 1, max: 100 },
);

const basic = /^basic +([\w+/-]+=*)$/i;

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

/**
 * The secret as it may have been meant: RFC 6749, section 2.3.1, wants it form-encoded before it is put into base64, and
 * many clients leave that out.
 */
const readings = (secret: string): string[] => [secret, decode(secret) ?? secret];

/**
 * Knows clients by their password (RFC 6749, section 2.3.1). Secrets are compared as HMACs under a key of this process alone,
 * so the time tells nothing of them. Nobody is locked out: a secret is too long to be guessed, and a lock would let strangers
 * keep a gateway out.
 */
export const createIsClient = (known: readonly EndpointClient[]): IsClient => {
  const key = randomBytes(32);
  const digestOf = (id: string, password: string): Buffer =>
    createHmac('sha256', key).update(`${id}:${password}`).digest();
  const digests = known.map(({ id, secret }) => digestOf(id, secret));
  const isKnown = (id: string, password: string): boolean => {
    const digest = digestOf(id, password);
    // I1: all are compared, whichever fits.
    return digests.filter((other) => timingSafeEqual(other, digest)).length > 0;
  };
  return (authorization) => {
    const text = Buffer.from(basic.exec(authorization?.trim() ?? '')?.[1] ?? '', 'base64').toString();
    const colon = text.indexOf(':');
    const id = text.slice(0, colon);
    return colon > 0 && readings(text.slice(colon + 1)).some((password) => isKnown(id, password));
  };
};

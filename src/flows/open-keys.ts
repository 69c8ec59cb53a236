import { createSecret } from '../code/secret.js';
import { inTime } from '../core/deadline.js';
import { AuthError } from '../core/errors.js';
import { failureCode, operatorCause } from '../core/failure-code.js';
import { mistakeOf } from '../core/mistake.js';
import { onceDone } from '../core/once.js';
import { errorName } from '../core/read-error.js';
import type { SigningKeys } from '../options/read-signing-keys.js';
import { openKeyring } from '../token/keyring.js';
import { keyMaterial } from '../token/signing-key.js';
import { createTokens } from '../token/token.js';
import { guardTokens } from './guarded-tokens.js';
import type { ClosedParts, OpenParts } from './service-parts.js';

/** Milliseconds that the host's function has: a vault may be far away, and callers wait for it. */
const patience = 10_000;

/** O1: keys that cannot be had are an outage, whoever is to blame. */
const refuse = ({ emit }: ClosedParts, error: unknown): AuthError => {
  const sentence = mistakeOf(error);
  const code = sentence === undefined ? failureCode(error) : 'INVALID_KEY';
  emit({
    ...{ type: 'store.unavailable', ip: null, step: 'keys', error: errorName(error), code },
    ...(sentence !== undefined && { mistake: sentence }),
  });
  return new AuthError('SERVICE_UNAVAILABLE', { retryAfter: 1 }, { cause: operatorCause('keys', code) });
};

const load = async (parts: ClosedParts): Promise<SigningKeys> => {
  try {
    return await inTime(parts.settings.loadSigningKeys, patience);
  } catch (error) {
    throw refuse(parts, error);
  }
};

/** Completes the parts of a service, once, with what is made of the signing keys. */
export const openKeys = <Extra extends object>(parts: ClosedParts<Extra>): OpenParts<Extra> => {
  const { jwt, clock, cookies } = parts.settings;
  return onceDone(async () => {
    const keys = await load(parts);
    const [first, ...others] = keys;
    const keyring = onceDone(() =>
      openKeyring(keys).catch((error: unknown) => {
        throw refuse(parts, error);
      }),
    );
    return {
      ...parts,
      secret: createSecret([keyMaterial(first), ...others.map(keyMaterial)]),
      keyring,
      tokens: guardTokens(createTokens(keyring, jwt, clock, cookies?.maxTokenLength), parts.emit),
    };
  });
};

import { inProduction } from '../../core/in-production.js';
import { parseSigningKeys } from '../../token/keys/parse-signing-keys.js';
import { type Finding, findingsOf, type Look } from './finding.js';
import { lookAtService } from './look-at-service.js';
import { withVariables } from './with-variables.js';

const name = 'EMAIL_AUTH_SIGNING_KEY';
const { ok, note, failed } = findingsOf(name);

const describe = (value: string): Finding[] =>
  parseSigningKeys(value, name).flatMap(({ key: { alg, kid, publicJwk } }, index) => [
    ok(`The key ${kid} ${index === 0 ? 'signs' : 'verifies'}, with ${alg}.`),
    ...(publicJwk ? [] : [note('It is an HMAC key: everybody who can verify tokens can also sign them.')]),
  ]);

/** Reads the signing keys as a service does when it starts. */
export const lookAtKey: Look = async (variables) => {
  const value = variables[name];
  if (!value && !withVariables(variables, inProduction))
    return [
      note('It is not set. Outside of production, a key is made at every start, and all tokens end with it.'),
    ];
  try {
    await lookAtService(variables, () => ({ signingKey: undefined }));
    return describe(value ?? '');
  } catch (error) {
    // It quotes no key.
    return [failed((error as TypeError).message)];
  }
};

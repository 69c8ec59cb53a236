import { warnOnce } from '../core/warn-once.js';
import type { Settings } from '../options/settings.js';
import type { Keyring } from '../token/keyring.js';

/** Kept for the life of the process: the namespaces of its services, by the id of the key that signs. */
const signers = new Map<string, Set<string>>();

const note = (kid: string, namespace: string): void => {
  const namespaces = signers.get(kid) ?? new Set();
  signers.set(kid, namespaces.add(namespace));
};

/**
 * Looks whether another service of this process signs with a key of this one, while this one asks its tokens for no issuer
 * and no audience. That is all that can be known: a token of another process does not say whose it is, and to us it is as one
 * whose session has ended. RFC 8725, section 3.9.
 *
 * @returns notes this service, and warns once
 */
export const createKeyWatch = ({
  namespace,
  jwt,
  logger,
}: Pick<Settings, 'namespace' | 'jwt' | 'logger'>): ((keyring: Keyring) => void) => {
  const look = warnOnce(logger.warn, ({ find }: Keyring) => {
    if (jwt.issuer !== undefined || jwt.audience !== undefined) return undefined;
    const others = [...signers].flatMap(([kid, namespaces]) => (find(kid) ? [...namespaces] : []));
    const other = others.find((name) => name !== namespace);
    return other === undefined
      ? undefined
      : `The service with the namespace '${namespace}' accepts the key with which the service '${other}' signs, and has no ` +
          'jwt.audience and no jwt.issuer: the tokens of the two cannot be told apart where nobody looks for their ' +
          'session. Set jwt.audience in each, or give each a key of its own.';
  });
  return (keyring) => {
    note(keyring.signer.kid, namespace);
    look(keyring);
  };
};

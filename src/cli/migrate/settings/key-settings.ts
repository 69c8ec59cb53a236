import { algorithmNames } from '../../../token/keys/algorithms.js';
import type { Kind } from '../kinds.js';
import { optional, phrase } from '../kinds.js';
import type { Value } from '../python/value.js';
import { quote } from '../quote.js';
import { option, type Setting, setting, todo } from '../setting.js';

/** X1: of a key, only the variable that holds it is read; any other value is just `another one`. */
const secret = (standard: string): Kind<{ readonly variable: string | undefined } | null> => ({
  is: 'a text',
  read: (value: Value) => {
    if (value.kind === 'variable') return { variable: value.name };
    if (value.kind === 'none' || (value.kind === 'text' && value.text === standard)) return null;
    return value.kind === 'text' || value.kind === 'code' ? { variable: undefined } : undefined;
  },
});

const exampleKey = 'jwt_email_auth.utils.load_example_signing_key';

/** What signs and encrypts tokens. */
export const keySettings: Readonly<Record<string, Setting>> = {
  SIGNING_KEY: setting({
    standard: quote(exampleKey),
    ours: '`signingKey`, or the variable `EMAIL_AUTH_SIGNING_KEY`. The OpenSSH key of `ssh-keygen -t ed25519` works, in one line too. The example key of the original is refused',
    kind: secret(exampleKey),
    become: (key) =>
      key?.variable === undefined
        ? [
            todo(
              'Put the key into the variable EMAIL_AUTH_SIGNING_KEY. OpenSSH keys are read, with | for line breaks too.',
            ),
          ]
        : [option('signingKey', `process.env.${key.variable}`)],
  }),
  CIPHER_KEY: setting({
    standard: 'None',
    ours: '`jwt.encryptionKey`, of 16, 24 or 32 bytes in base64. It makes standard JWEs. The key can be changed',
    kind: secret(''),
    become: (key) => [
      option('jwt.encryptionKey', `process.env.${key?.variable ?? 'EMAIL_AUTH_ENCRYPTION_KEY'} ?? ''`),
      ...(key?.variable === undefined
        ? [
            todo(
              'Put a key into the variable EMAIL_AUTH_ENCRYPTION_KEY. Take a new one: openssl rand -base64 32',
            ),
          ]
        : []),
    ],
  }),
  ALGORITHM: setting({
    standard: "'EdDSA'",
    ours: '`jwt.algorithm`. It follows the key, so it is seldom needed',
    kind: optional(phrase),
    become: (algorithm) => {
      const name = algorithmNames.find((each) => each === algorithm?.text);
      return name === undefined
        ? [todo(`There are ${algorithmNames.join(', ')}. Take a key for one of them: docs/keys.md`)]
        : [
            option('jwt.algorithm', quote(name)),
            todo('The signing key must be for this algorithm: docs/keys.md'),
          ];
    },
  }),
};

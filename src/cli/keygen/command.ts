import { toSigningKey } from '../../token/signing-key.js';
import { entryOf, noArguments, textOption } from '../arguments.js';
import type { Call, Command, ExitCode, Io } from '../command.js';
import { writeNewFile } from '../write-new-file.js';
import { fitsPem, formats } from './formats.js';
import { algorithms, makeKey } from './make-key.js';

const help = `Usage: pothos-email-auth keygen [options]

Makes a new private key, with which a server signs its tokens. Keep it secret: with it, anybody can log in
as anybody. The key goes to stdout, or into a new file that only you can read (mode 0600).

  --alg NAME     EdDSA (the default), Ed25519, ES256, ES384, ES512, RS256, PS256 (and 384, 512), ML-DSA-44,
                 ML-DSA-65, ML-DSA-87; HS256, HS384, HS512: then everybody who can verify can also sign
  --format NAME  pem (the default), jwk, or env: a line for a file of variables. A key whose PEM cannot say
                 its algorithm is written as JWK
  --out FILE     writes the key into this file, which must not be there yet
  --help         this text

Exit code: 0, or 1 if something is wrong. The kid of the key goes to stderr.

Examples:
  pothos-email-auth keygen --format env >> .env        for EMAIL_AUTH_SIGNING_KEY
  pothos-email-auth keygen --out signing-key.pem       for readFile('signing-key.pem')
  pothos-email-auth keygen --alg ES256 --format jwk    for verifiers that do not know EdDSA
`;

const nextSteps = (kid: string, file: string | undefined): string =>
  [
    `kid: ${kid}`,
    ...(file === undefined ? [] : [`The key is in ${file}. Only you can read it.`]),
    'Keep the key secret, and out of the repository: with it, anybody can log in as anybody.',
    'Next: set the variable EMAIL_AUTH_SIGNING_KEY to it, or give it as signingKey. Then: pothos-email-auth check',
    'If a server runs with another key already, let both verify for a while: docs/keys.md, "A new key".',
    '',
  ].join('\n');

const run = async (call: Call, io: Io): Promise<ExitCode> => {
  noArguments(call);
  const alg = entryOf(algorithms, 'an algorithm', textOption(call, 'alg') ?? 'EdDSA');
  const given = textOption(call, 'format');
  if (given !== undefined) entryOf(formats, 'a format', given);
  const key = toSigningKey({ key: makeKey(alg), option: 'The key', alg });
  const text = entryOf(formats, 'a format', given ?? (fitsPem(key) ? 'pem' : 'jwk'))(key);
  const file = textOption(call, 'out');
  await (file === undefined ? io.stdout(text) : writeNewFile(file, text));
  io.stderr(nextSteps(key.kid, file));
  return 0;
};

/** `pothos-email-auth keygen` */
export const keygen: Command = {
  help,
  options: { alg: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' } },
  run,
};

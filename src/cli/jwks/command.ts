import { openKeyring } from '../../token/keyring.js';
import type { NamedKey } from '../../token/keys/parse-signing-keys.js';
import type { Call, Command, ExitCode, Io } from '../command.js';
import { nameOfInput, readInput } from '../read-input.js';
import { readKeys } from '../read-keys.js';

const help = `Usage: pothos-email-auth jwks FILE...

Prints the public halves of private keys as a JWK Set, with which other services verify access tokens. It is
what a server with these keys serves at /.well-known/jwks.json. A FILE holds keys in any form that signingKey
takes; - reads them from stdin. HMAC keys have no public half, so they are left out.

  --help  this text

Exit code: 0, or 1 if a file holds no good key.

Examples:
  pothos-email-auth jwks signing-key.pem
  pothos-email-auth jwks old.pem new.pem > jwks.json
  printenv EMAIL_AUTH_SIGNING_KEY | pothos-email-auth jwks -
`;

const readAll = async ({ positionals }: Call, io: Io): Promise<readonly NamedKey[]> => {
  const found: NamedKey[] = [];
  for (const source of positionals) {
    found.push(...readKeys(await readInput(source, io), nameOfInput(source)));
  }
  return found;
};

const sayTwin = (keys: readonly NamedKey[], io: Io): void => {
  for (const [index, { option, key }] of keys.entries()) {
    const first = keys.findIndex(({ key: other }) => other.kid === key.kid);
    if (first < index)
      io.stderr(`${option} is the same key as ${keys[first]?.option}. It stands there once.\n`);
  }
};

const run = async (call: Call, io: Io): Promise<ExitCode> => {
  const keys = await readAll(call, io);
  const unique = [...new Map(keys.map((named) => [named.key.kid, named.key])).values()];
  const [first, ...others] = unique;
  if (!first) throw new Error('Say which keys: pothos-email-auth jwks signing-key.pem');
  sayTwin(keys, io);
  for (const { option, key } of keys) {
    if (!key.publicJwk) io.stderr(`${option} is an HMAC key. It has no public half, so it is left out.\n`);
  }
  const { jwks } = await openKeyring([first, ...others]);
  io.stdout(`${JSON.stringify(jwks, null, 2)}\n`);
  return 0;
};

/** `pothos-email-auth jwks` */
export const jwks: Command = { help, options: {}, run };

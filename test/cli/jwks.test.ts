import { describe, expect, it } from 'vitest';
import { createTestAuth } from '../support/service.js';
import { runCli } from './run-cli.js';
import { secretsIn } from './secret-places.js';
import { useTemporaryFiles } from './temporary-files.js';

const { folder, fileWith } = useTemporaryFiles();

const make = async (...argv: string[]) => (await runCli(['keygen', ...argv])).stdout;
const pem = await make();
const ec = await make('--alg', 'ES256', '--format', 'jwk');
const secret = await make('--alg', 'HS256');
const env = await make('--format', 'env', '--alg', 'Ed25519');

describe('pothos-email-auth jwks', () => {
  it('prints what a service with these keys publishes, and nothing private', async () => {
    const { code, stdout, stderr } = await runCli(['jwks', fileWith(pem), fileWith(ec), '-'], {
      stdin: `PORT=1\n${env}REDIS_URL=x\n`,
    });
    expect([code, stderr]).toEqual([0, '']);
    const line = env.slice(env.indexOf("'"));
    const { auth } = createTestAuth({ signingKey: [pem, ec, line] });
    expect(JSON.parse(stdout)).toEqual(await auth.jwks());
    expect(secretsIn(stdout, pem, ec, env)).toEqual([]);
    expect(stdout).not.toMatch(/"(d|k|p|q|priv)"/);
  });

  it('leaves HMAC keys out, and says so', async () => {
    const file = fileWith(secret);
    const { code, stdout, stderr } = await runCli(['jwks', file, fileWith(pem)]);
    expect([code, JSON.parse(stdout).keys.length]).toEqual([0, 1]);
    expect(stderr).toBe(`${file} is an HMAC key. It has no public half, so it is left out.\n`);
    expect(secretsIn(stdout + stderr, secret)).toEqual([]);
  });

  it('reads several keys of one input, and prints a key once', async () => {
    const { code, stdout, stderr } = await runCli(['jwks', '-'], { stdin: pem + (await make()) + pem });
    expect([code, JSON.parse(stdout).keys.length]).toEqual([0, 2]);
    expect(stderr).toBe('stdin[2] is the same key as stdin[0]. It stands there once.\n');
  });

  it.each([
    [['jwks'], '', 'Say which keys'],
    [['jwks', '-'], '', 'stdin must be a private key; this text is empty'],
    [['jwks', '-'], 'no key', 'stdin must be a private key; this is neither a PEM nor a JWK'],
    [['jwks', '-'], '{"keys":[]}', 'Say which keys'],
    [['jwks', `${folder}/none.pem`], '', 'none.pem cannot be read: ENOENT'],
  ])('is a sentence and 1 where something is wrong: %s %s', async (argv, stdin, sentence) => {
    const { code, stdout, stderr } = await runCli(argv, { stdin });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
  });

  it('does not repeat a key that stands where the name of a file should', async () => {
    for (const key of [pem, pem.replaceAll('\n', '|').slice(27), ec, secret, env, pem.split('\n')[1] ?? '']) {
      for (const argv of [
        ['jwks', key],
        ['jwks', '--', key],
        ['jwks', `--key=${key}`],
        [key],
        ['keygen', '--out', key, key],
      ]) {
        const { code, stdout, stderr } = await runCli(argv);
        expect(code).toBe(1);
        expect(secretsIn(stdout + stderr, pem, ec, secret, env)).toEqual([]);
      }
    }
  });
});

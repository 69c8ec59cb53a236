import { readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { algorithmNames } from '../../src/token/keys/algorithms.js';
import { mlDsaKey } from '../support/ml-dsa.js';
import { createTestAuth } from '../support/service.js';
import { howMuch } from '../support/thoroughness.js';
import { runCli } from './run-cli.js';
import { secretsIn } from './secret-places.js';
import { useTemporaryFiles } from './temporary-files.js';

const { folder, nextFile, fileWith } = useTemporaryFiles();

const formats = ['pem', 'env', 'jwk'] as const;
const here = algorithmNames.filter((name) => !name.startsWith('ML-') || mlDsaKey(44) !== null);
const algorithms = howMuch({
  quick: here.filter((name) => /^(Ed|ES256|PS256|HS|ML)/.test(name)),
  slow: here,
});
/** A PEM says Ed25519, EC, RSA or ML-DSA, and no more. */
const inPem = ['EdDSA', 'ES256', 'ES384', 'ES512', 'RS256', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'];
const cases = algorithms.flatMap((alg) =>
  formats.filter((format) => format !== 'pem' || inPem.includes(alg)).map((format) => [alg, format] as const),
);

const keygen = (...argv: string[]) => runCli(['keygen', ...argv]);

describe('pothos-email-auth keygen', () => {
  it.each(cases)('makes a key for %s, as %s, with which a service signs', async (alg, format) => {
    const { code, stdout, stderr } = await keygen('--alg', alg, '--format', format);
    expect(code).toBe(0);
    if (format === 'env') vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', parseEnv(stdout).EMAIL_AUTH_SIGNING_KEY);
    const { logIn } = createTestAuth({ signingKey: format === 'env' ? undefined : stdout });
    const { accessToken } = await logIn('ada@example.com');
    const { alg: used, kid } = decodeProtectedHeader(accessToken);
    expect(used).toBe(alg);
    expect(stderr.split('\n')[0]).toBe(`kid: ${kid}`);
    expect(secretsIn(stderr, stdout)).toEqual([]);
  });

  it('makes another key each time, Ed25519 as PEM unless somebody says otherwise', async () => {
    const [one, other] = [await keygen(), await keygen()];
    expect(one.stdout).toMatch(/^-----BEGIN PRIVATE KEY-----\n[^\n]{64}\n-----END PRIVATE KEY-----\n$/);
    expect(one.stdout).not.toBe(other.stdout);
  });

  it('writes one line for a file of variables', async () => {
    expect((await keygen('--format', 'env')).stdout).toMatch(
      /^\nEMAIL_AUTH_SIGNING_KEY='-----BEGIN PRIVATE KEY-----\|[^|\n]{64}\|-----END PRIVATE KEY-----'\n$/,
    );
    expect((await keygen('--format', 'env', '--alg', 'HS256')).stdout).toMatch(
      /^\nEMAIL_AUTH_SIGNING_KEY='\{[^'\n]*\}'\n$/,
    );
  });

  it('begins a line of its own in a file whose last line has no end', async () => {
    const { stdout } = await keygen('--format', 'env');
    const { REDIS_URL, EMAIL_AUTH_SIGNING_KEY } = parseEnv(`REDIS_URL=redis://127.0.0.1${stdout}`);
    expect(REDIS_URL).toBe('redis://127.0.0.1');
    expect(EMAIL_AUTH_SIGNING_KEY).toMatch(/^-----BEGIN PRIVATE KEY-----\|/);
  });

  it.each(['HS256', 'Ed25519'])('writes a JWK where a PEM could not say that it is for %s', async (alg) => {
    expect(JSON.parse((await keygen('--alg', alg)).stdout)).toMatchObject({ alg, use: 'sig' });
    expect(await keygen('--alg', alg, '--format', 'pem')).toEqual({
      code: 1,
      stdout: '',
      stderr: `pothos-email-auth: A PEM cannot say that its key is for ${alg}. Use --format jwk or --format env.\n`,
    });
  });

  it('writes a file that only its owner can read, whatever the umask', async () => {
    const file = nextFile();
    const umask = process.umask(0);
    try {
      const { code, stdout, stderr } = await keygen('--out', file);
      expect([code, stdout]).toEqual([0, '']);
      expect(stderr).toContain(`The key is in ${file}. Only you can read it.\n`);
    } finally {
      process.umask(umask);
    }
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await runCli(['jwks', file])).code).toBe(0);
  });

  it('does not overwrite a file', async () => {
    const file = fileWith('the only copy');
    const { code, stdout, stderr } = await keygen('--out', file);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `pothos-email-auth: ${file} is there already, and is not overwritten. Give another name.\n`,
    );
    expect(readFileSync(file, 'utf8')).toBe('the only copy');
  });

  it.each([
    [['--alg', 'ES265'], 'ES265 is not an algorithm. Did you mean ES256?'],
    [['--alg', 'none'], 'none is not an algorithm. '],
    [['--format', 'jkw'], 'jkw is not a format. Did you mean jwk?'],
    [['key.pem'], 'key.pem is not an option. Options begin with --.'],
    [['--out', `${folder}/none/key.pem`], 'key.pem cannot be written: ENOENT'],
  ])('is a sentence and 1 where something is wrong: %s', async (argv, sentence) => {
    const { code, stdout, stderr } = await keygen(...argv);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
  });

  it.runIf(mlDsaKey(44) === null)('says which Node a key for ML-DSA needs', async () => {
    expect((await keygen('--alg', 'ML-DSA-65')).stderr).toMatch(
      /ML-DSA-65 needs Node 24\.7 or later; this is/,
    );
  });
});

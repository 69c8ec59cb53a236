import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { useCleanUps } from '../support/clean-ups.js';
import { startMailServer } from '../support/mail-server.js';
import { freePort, type RedisServer, startRedis } from '../support/redis.js';
import { createSigningKey } from '../support/service.js';
import { runCli } from './run-cli.js';
import { secretsIn } from './secret-places.js';

const password = 'pa55-word%2Fof%20mine';
const decoded = decodeURIComponent(password);
const key = createSigningKey();
const line = `EMAIL_AUTH_SIGNING_KEY='${key.trim().replaceAll('\n', '|')}'`;
const from = ['--from', 'login@example.com'];

const check = async (variables: readonly string[], ...argv: string[]) => {
  const result = await runCli(['check', '--env', '-', ...argv], { stdin: variables.join('\n') });
  const all = result.stdout + result.stderr;
  expect(secretsIn(all, key)).toEqual([]);
  for (const secret of [password, decoded, 'pa55']) expect(all).not.toContain(secret);
  return result;
};
/** What is said of one variable. */
const about = (stdout: string, name: string) =>
  stdout
    .split('\n')
    .filter((row) => row.includes(` ${name} `))
    .map((row) => row.replace(/ +/g, ' '));

describe('pothos-email-auth check', () => {
  let redis: RedisServer;
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  const { later } = useCleanUps();
  beforeAll(async () => {
    redis = await startRedis({ args: ['--requirepass', decoded, '--maxmemory-policy', 'allkeys-lru'] });
    mail = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (given, _, done) => done(null, given.password === decoded ? { user: 'login' } : {}),
      onMailFrom: ({ address }, _, done) =>
        done(address === 'login@example.com' ? null : Object.assign(new Error('no'), { responseCode: 550 })),
    });
  });
  afterAll(async () => {
    await redis.stop();
    await mail.stop();
  });
  afterEach(() => vi.unstubAllEnvs());

  const redisUrl = (word = password) => `REDIS_URL=redis://:${word}@127.0.0.1:${redis.port}`;
  const smtpUrl = (word = password) => `SMTP_URL="smtp://login:${word}@127.0.0.1:${mail.port}"`;
  const good = () => ['NODE_ENV=production', line, redisUrl(), smtpUrl()];

  it('says of everything that it works', async () => {
    const { code, stdout, stderr } = await check(['# production', '', ...good()], ...from);
    expect([code, stderr]).toEqual([0, '']);
    expect(about(stdout, 'NODE_ENV')).toEqual([
      'ok NODE_ENV It is production: what is only for development is refused.',
    ]);
    expect(about(stdout, 'EMAIL_AUTH_SIGNING_KEY')).toEqual([
      expect.stringMatching(/^ok EMAIL_AUTH_SIGNING_KEY The key [\w-]{43} signs, with EdDSA\.$/),
    ]);
    expect(about(stdout, 'REDIS_URL')).toEqual([
      `ok REDIS_URL redis://127.0.0.1:${redis.port} answers, and does every step.`,
      expect.stringContaining('note REDIS_URL The Redis of the cache may drop records'),
    ]);
    expect(about(stdout, 'SMTP_URL')).toEqual([
      `ok SMTP_URL smtp://127.0.0.1:${mail.port} takes mails from this sender.`,
    ]);
    expect(mail.mails).toEqual([]);
  });

  it('reads the environment, and with a file nothing of it', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', key);
    vi.stubEnv('REDIS_URL', '');
    vi.stubEnv('SMTP_URL', undefined);
    const own = await runCli(['check', ...from]);
    expect(about(own.stdout, 'EMAIL_AUTH_SIGNING_KEY')[0]).toContain('signs, with EdDSA');
    expect(own.code).toBe(1);
    const { code, stdout } = await check([]);
    expect(code).toBe(0);
    expect(stdout.match(/^note /gm)).toHaveLength(4);
    expect([process.env.NODE_ENV, process.env.EMAIL_AUTH_SIGNING_KEY]).toEqual(['production', key]);
  });

  it('says what a server in production refuses', async () => {
    const { code, stdout } = await check(['NODE_ENV=production']);
    expect(code).toBe(1);
    expect(about(stdout, 'EMAIL_AUTH_SIGNING_KEY')[0]).toContain(
      'failed EMAIL_AUTH_SIGNING_KEY signingKey is missing',
    );
    expect(about(stdout, 'SMTP_URL')[0]).toContain('failed SMTP_URL transport is missing: in production');
    expect(about(stdout, 'REDIS_URL')[0]).toContain('note REDIS_URL It is not set.');
  });

  it('names all keys, and says what an HMAC key means', async () => {
    const jwk = (await runCli(['keygen', '--alg', 'HS256', '--format', 'env'])).stdout;
    const { code, stdout } = await check([
      jwk.replace("='", "='[").replace("}'", `},"${key.trim().replaceAll('\n', '|')}"]'`),
    ]);
    expect(code).toBe(0);
    expect(about(stdout, 'EMAIL_AUTH_SIGNING_KEY').map((row) => row.replace(/[\w-]{43}/, '…'))).toEqual([
      'ok EMAIL_AUTH_SIGNING_KEY The key … signs, with HS256.',
      'note EMAIL_AUTH_SIGNING_KEY It is an HMAC key: everybody who can verify tokens can also sign them.',
      'ok EMAIL_AUTH_SIGNING_KEY The key … verifies, with EdDSA.',
    ]);
    expect(secretsIn(stdout, jwk)).toEqual([]);
  });

  it('says that another word than production does not count', async () => {
    expect(about((await check(['NODE_ENV=prod'])).stdout, 'NODE_ENV')[0]).toContain(
      'note NODE_ENV It is not "production"',
    );
  });

  it.each([
    [
      'EMAIL_AUTH_SIGNING_KEY=./key.pem',
      'EMAIL_AUTH_SIGNING_KEY must be a private key; this is the path of a file.',
    ],
    [`${line.slice(0, 70)}'`, 'this one is cut off or damaged'],
    [`EMAIL_AUTH_SIGNING_KEY='{"kty":"oct","k":"AAAA"}'`, 'this one is too weak'],
    [
      `REDIS_URL=redis://:${decoded.replaceAll(' ', '')}@127.0.0.1:6379`,
      'failed REDIS_URL It cannot be read.',
    ],
    ["REDIS_URL='redis://u:1234#pa55@127.0.0.1:6379'", 'failed REDIS_URL It cannot be read.'],
    ['REDIS_URL=http://127.0.0.1:6379', 'failed REDIS_URL It cannot be read.'],
    ['REDIS_URL=127.0.0.1:6379', 'failed REDIS_URL It cannot be read.'],
    ['SMTP_URL=mail.example.com', 'failed SMTP_URL transport must begin with smtp:// or smtps://'],
    ['SMTP_URL=smtp://', 'failed SMTP_URL '],
    ['SMTP_URL=', 'failed SMTP_URL transport is empty'],
    ['SMTP_URL=smtp://u:pa55/word@127.0.0.1:25', 'failed SMTP_URL transport cannot be read'],
  ])('fails with a sentence: %s', async (variable, sentence) => {
    const { code, stdout } = await check([variable], ...from);
    expect(code).toBe(1);
    expect(stdout.replace(/ +/g, ' ')).toContain(sentence);
  });

  it('tells a wrong password from a server that is down, and goes on with the rest', async () => {
    const wrong = await check([line, redisUrl('wrong'), smtpUrl('wrong')], ...from);
    expect(wrong.code).toBe(1);
    expect(about(wrong.stdout, 'REDIS_URL')[0]).toContain(
      'The server refuses the name or the password (WRONGPASS).',
    );
    expect(about(wrong.stdout, 'SMTP_URL')[0]).toContain(
      'The server refuses the name or the password (EAUTH).',
    );
    const none = await check([`REDIS_URL=redis://127.0.0.1:${redis.port}`]);
    expect(about(none.stdout, 'REDIS_URL')[0]).toContain('wants a password, and the URL has none (NOAUTH).');
    const port = await freePort();
    const down = await check(
      [`REDIS_URL=redis://127.0.0.1:${port}`, `SMTP_URL=smtp://127.0.0.1:${port}`],
      ...from,
    );
    expect(down.code).toBe(1);
    expect(about(down.stdout, 'REDIS_URL')[0]).toContain(`redis://127.0.0.1:${port}: Nobody answers there.`);
    expect(about(down.stdout, 'SMTP_URL')[0]).toContain(`smtp://127.0.0.1:${port}: Nobody answers there.`);
  });

  it('waits for a server that is frozen for seconds, and not for ever', async () => {
    const frozen = later(await startRedis(), (server) => server.stop());
    frozen.freeze();
    const { code, stdout } = await check([`REDIS_URL=${frozen.url}`]);
    expect(code).toBe(1);
    expect(about(stdout, 'REDIS_URL')[0]).toContain('(ETIMEDOUT)');
  });

  it('asks for the sender, takes it from the URL, and says whether the mail server takes it', async () => {
    expect(about((await check([smtpUrl()])).stdout, 'SMTP_URL')).toEqual([
      'failed SMTP_URL It was not tried. Say which address sends your codes: --from login@example.com',
    ]);
    const other = await check([smtpUrl()], '--from', 'Other <other@example.com>');
    expect(about(other.stdout, 'SMTP_URL')[0]).toContain('does not take a mail from this sender.');
    const named = await check([smtpUrl().replace('login:', 'login%40example.com:')]);
    expect(about(named.stdout, 'SMTP_URL')[0]).toMatch(/^ok SMTP_URL /);
  });

  it.each([
    ['with a mail server', () => [smtpUrl()]],
    ['without one', () => []],
    ['without one, in production', () => ['NODE_ENV=production']],
  ])('refuses a sender that is no address, %s', async (_, variables) => {
    const { code, stdout, stderr } = await check([line, ...variables()], '--from', 'nobody');
    expect([code, stderr]).toEqual([1, '']);
    expect(about(stdout, 'SMTP_URL')).toEqual([
      "failed SMTP_URL from must hold the sender's address, such as 'Example <login@example.com>'.",
    ]);
  });

  it('takes a sender where no mail server is set', async () => {
    const { code, stdout, stderr } = await check([line], ...from);
    expect([code, stderr]).toEqual([0, '']);
    expect(about(stdout, 'SMTP_URL')).toEqual([
      'note SMTP_URL It is not set. Outside of production, codes are printed to the terminal.',
    ]);
  });

  it('refuses a value that some readers of such files cut at its #', async () => {
    const { code, stdout, stderr } = await check([
      line,
      'export REDIS_URL=redis://u:1234#pa55@127.0.0.1:6379',
    ]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'pothos-email-auth: REDIS_URL holds a #, where a comment begins. Put the value in quotes.\n',
    );
    expect((await check(['REDIS_URL= # none', 'SMTP_URL="smtp://#"'])).stderr).toBe('');
  });

  it('is a sentence and 1 where the file cannot be read', async () => {
    expect(await runCli(['check', '--env', 'none.env'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'pothos-email-auth: none.env cannot be read: ENOENT\n',
    });
  });
});

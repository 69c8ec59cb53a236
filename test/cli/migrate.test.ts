import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { settings } from '../../src/cli/migrate/settings/index.js';
import { compile } from '../docs/compile.js';
import { root } from '../docs/pages.js';
import { cpuTime } from '../support/cpu-time.js';
import { signingKey } from '../support/service.js';
import { runCli } from './run-cli.js';

const migrate = (stdin: string) => runCli(['migrate', '-'], { stdin });
const migrateDict = (dict: string) => migrate(`JWT_EMAIL_AUTH = {\n${dict}\n}\n`);

/** What is printed where nothing differs. */
const nothing =
  "import { createEmailAuth } from 'pothos-plugin-email-auth';\n\nexport const auth = createEmailAuth();\n";

/** A field of a template of TypeScript. */
const field = (code: string): string => `\${${code}}`;

/** A setting, a value that is not its default, and what becomes of it. */
const cases: readonly (readonly [dict: string, ...printed: string[]])[] = [
  ["'SIGNING_KEY': os.environ['MY_KEY']", 'signingKey: process.env.MY_KEY,'],
  ["'SIGNING_KEY': 'app.load_key'", 'Put the key into the variable EMAIL_AUTH_SIGNING_KEY'],
  ["'CIPHER_KEY': os.getenv('MY_CIPHER')", "jwt: { encryptionKey: process.env.MY_CIPHER ?? '' },"],
  ["'CIPHER_KEY': env('MY_CIPHER', default='x')", "jwt: { encryptionKey: process.env.MY_CIPHER ?? '' },"],
  ["'ALGORITHM': 'RS256'", "jwt: { algorithm: 'RS256' },"],
  ["'ALGORITHM': 'ES256K'", 'Take a key for one of them'],
  ["'SENDING_ON': True", 'delivery: nodemailerDelivery({', 'your DEFAULT_FROM_EMAIL'],
  ["'SENDING_ON': not DEBUG", 'delivery: nodemailerDelivery({ transport: process.env.SMTP_URL,'],
  ["'LOGIN_SENDING_EMAIL': 'a@example.com'", "from: 'a@example.com' }),"],
  ["'LOGIN_SENDING_EMAIL': 'nobody'", "from: 'login@example.com' }),", 'your DEFAULT_FROM_EMAIL'],
  [
    "'LOGIN_SUBJECT_LINE': _('It\\'s \"me\"\\n')",
    "mail: { template: () => ({ subject: 'It\\'s \"me\"' }) },",
  ],
  [
    `'LOGIN_EMAIL_MESSAGE': '''\n    \`{code}\` $${'{{x}}'}\\\\\n      for {valid} min\n    '''`,
    `template: (mail) => ({ text: \`\\\`${field('mail.code')}\\\` \\${field('x')}\\\\\\n  for ${field('Math.ceil(mail.expiresIn / 60)')} min\` })`,
  ],
  ["'LOGIN_EMAIL_MESSAGE': 'Hello {name}, {code}'", 'Write this text in mail.template'],
  ["'LOGIN_EMAIL_MESSAGE': 'no code'", 'Write this text in mail.template'],
  ["'LOGIN_EMAIL_HTML_TEMPLATE': BASE_DIR / 'mail.html'", 'Write this HTML in mail.template'],
  [
    "'SEND_LOGIN_CODE_CALLBACK': 'app.send', 'SENDING_ON': True",
    '// delivery: async (',
    'does not start in production',
  ],
  ["'SKIP_CODE_CHECKS': True", 'Refused: with it, anybody can log in as anybody.'],
  [
    "'SKIP_CODE_CHECKS_FOR': ['r@example.com']",
    "  //   { identity: 'r@example.com', code: process.env.REVIEW_CODE",
  ],
  [
    "'LOGIN_CODE_LIFETIME': timedelta(minutes=15)",
    'loginCode: { lifetime: 600 },',
    'It is 900 there.',
    'NIST SP 800-63B',
  ],
  ["'LOGIN_CODE_LIFETIME': timedelta(minutes=2)", 'loginCode: { lifetime: 120 },'],
  ["'CODE_SEND_COOLDOWN': timedelta(seconds=30)", 'loginCode: { resendAfter: 30 },'],
  ["'CODE_GENERATOR': 'app.code'", '//   generate: () => randomCode(),'],
  [
    "'LOGIN_ATTEMPTS': 5, 'LOGIN_COOLDOWN': timedelta(1)",
    'limits: { failuresPerIp: { limit: 5, window: 86400 } },',
  ],
  ["'LOGIN_COOLDOWN': timedelta(hours=1)", 'limits: { failuresPerIp: { window: 3600 } },'],
  ["'LOGIN_BLOCKER_CACHE_KEY_CALLBACK': 'app.key'", 'Count anything else in guard'],
  [
    "'LOGIN_BLOCKER_CACHE_KEY_CALLBACK': 'jwt_email_auth.utils.blocking_cache_key_from_email'",
    'Leave it out',
  ],
  ["'USER_BLOCKED_ADDITIONAL_HANDLER': handler", "if (event.type === 'ip.blocked')"],
  ["'CACHE_PREFIX': 'shop'", "namespace: 'shop',"],
  ["'CACHE_PREFIX': 'my shop:'", "namespace: 'my-shop-',", 'Other characters are replaced'],
  [
    "'LOGIN_VALIDATION_AND_DATA_CALLBACK': 'app.who'",
    'claims: async (): Promise<object | null> => null,',
    'lets nobody in',
  ],
  ["'USER_CHECK_CALLBACK': 'app.check'", 'claims: async (): Promise<object | null> => null,'],
  [
    "'EXPECTED_CLAIMS': ['role', 'user-id', 'email']",
    "claims: async (): Promise<{ role: unknown; 'user-id': unknown } | null> => null,",
    "expectedClaims: ['role', 'user-id'],",
    'none that the library sets itself',
  ],
  ["'UPDATEABLE_CLAIMS': ['role']", "updatableClaims: ['role'],"],
  ["'ACCESS_TOKEN_LIFETIME': timedelta(minutes=10)", 'accessToken: { lifetime: 600 },'],
  ["'ACCESS_TOKEN_LIFETIME': timedelta(days=2)", 'accessToken: { lifetime: 86400 },', 'now 86400'],
  [
    "'ACCESS_TOKEN_LIFETIME': timedelta(hours=2), 'REFRESH_TOKEN_LIFETIME': timedelta(hours=1)",
    'accessToken: { lifetime: 3600 },',
    'refreshToken: { lifetime: 3600 },',
  ],
  ["'REFRESH_TOKEN_LIFETIME': timedelta(weeks=1, days=1)", 'refreshToken: { lifetime: 691200 },'],
  ["'ROTATE_REFRESH_TOKENS': False", 'refreshToken: { rotate: false },', 'Otherwise nobody notices a theft.'],
  ["'NOT_BEFORE_TIME': timedelta(seconds=2)", 'jwt: { notBefore: 2 },'],
  ["'NOT_BEFORE_TIME': timedelta(seconds=-2)", 'Set jwt.leeway to as many seconds.'],
  [
    "'ISSUER': 'login', 'AUDIENCE': os.getenv('AUD')",
    "jwt: { issuer: 'login', audience: process.env.AUD ?? '' },",
  ],
  ["'AUDIENCE': 'shop'", "jwt: { audience: 'shop' },"],
  ["'LEEWAY': 5", 'jwt: { leeway: 5 },'],
  ["'LEEWAY': 500", 'jwt: { leeway: 300 },'],
  [
    "'EXTRA_HEADERS': {'x-y': 'z', 'n': 1, 'kid': 'mine'}",
    "jwt: { header: { 'x-y': 'z', n: 1 } },",
    'set by the library',
  ],
  ["'USE_TOKENS': False", 'nobody can log in there'],
  ["'USE_TOKENS': False, 'USE_COOKIES': True", "transport: 'cookie',"],
  ["'USE_COOKIES': True", "transport: 'either',", 'x-email-auth: cookie'],
  ["'DEFAULT_LOGIN_METHOD': 'token'", 'Prefer is not read'],
  ["'ACCESS_TOKEN_KEY': 'a', 'USE_COOKIES': True", "cookies: { access: 'a' },"],
  ["'ACCESS_TOKEN_KEY': 'a'", 'It means nothing without USE_COOKIES'],
  ["'REFRESH_TOKEN_KEY': 'r', 'USE_COOKIES': True", "cookies: { refresh: 'r' },"],
  ["'REFRESH_TOKEN_KEY': '__Host-r', 'USE_COOKIES': True", 'and no prefix'],
  ["'SET_COOKIE_SECURE': False, 'USE_COOKIES': True", 'set cookies.insecure'],
  [
    "'SET_COOKIE_ACCESS_PATH': '/graphql', 'SET_COOKIE_REFRESH_PATH': '/graphql', 'USE_COOKIES': True",
    "cookies: { path: '/graphql' },",
  ],
  ["'SET_COOKIE_REFRESH_PATH': '/refresh', 'USE_COOKIES': True", 'Both cookies have one path here'],
  [
    "'SET_COOKIE_DOMAIN': '.example.com', 'USE_COOKIES': True",
    "cookies: { domain: 'example.com' },",
    'cookies.origins',
  ],
  ["'SET_COOKIE_HTTPONLY': False, 'USE_COOKIES': True", 'Refused: cookies are always HttpOnly'],
  ["'SET_COOKIE_SAMESITE': 'strict', 'USE_COOKIES': True", "cookies: { sameSite: 'strict' },"],
  ["'HEADER_PREFIX': 'JWT'", 'Let your clients send Authorization: Bearer'],
  ["'OPTIONS_SCHEMA_ACCESS': False", 'plugin-disable-introspection'],
  ["'PROXY_ORDER': 'left-most'", 'Refused: every caller can write the left-most entry.'],
  [
    "'PROXY_COUNT': 2",
    'useEmailAuth(auth, { proxy: { hops: 2 } });',
    'nobody reaches the server past the proxies',
  ],
  [
    "'PROXY_TRUSTED_IPS': ['10.', '192.168.', '1.2.3.4', '::1', '10.0.0.0/9', 'x', '0.0.0.0/0'], 'PROXY_COUNT': 1",
    "proxy: { trust: ['10.0.0.0/8', '192.168.0.0/16', '1.2.3.4', '::1', '10.0.0.0/9'] } });",
    'Some are no addresses',
    'So this number is left out',
  ],
  [
    "'REQUEST_HEADER_ORDER': ['HTTP_X_REAL_IP', 'REMOTE_ADDR', 'HTTP_VIA'], 'PROXY_COUNT': 1",
    "proxy: { hops: 1, header: 'x-real-ip' } });",
    'the first. Any other can be forged',
  ],
  [
    "'REQUEST_HEADER_ORDER': ['HTTP_X_FORWARDED_FOR']",
    'No header is read until you say which proxies write it',
  ],
];

/** Values that each setting is given, fit or not. */
const odd = [
  ...[
    "''",
    "' '",
    "'x'",
    `'${'x'.repeat(300)}'`,
    "'a b:\\u2028\\n`$` {1}*/'",
    'True',
    'False',
    'None',
    '0',
    '-1',
    '0.5',
    '1e12',
  ],
  ...[
    'timedelta(0)',
    'timedelta(-1)',
    'timedelta(seconds=0.5)',
    'timedelta(days=99999)',
    'X',
    "os.getenv('x y')",
  ],
  ...['[]', "['']", "['sub', '__proto__', 'x y', \"'\"]", "['300.', '010.', '1.2.3.', '::/0', 'fe80::/10']"],
  ...['{}', "{'': ''}", "{'alg': 1, '__proto__': 'x', \"'\": True, 'x': 1e400}"],
];

/** Values that are not the default, and need nothing. */
const silent = ["'ROTATE_REFRESH_TOKENS': True", "'PROXY_ORDER': 'right-most'", "'HEADER_PREFIX': 'bearer'"];

describe('pothos-email-auth migrate', () => {
  it('reads what an editor of Windows has written', async () => {
    const { code, stdout } = await migrate("\ufeffJWT_EMAIL_AUTH = {\r\n'LEEWAY': 5,\r\n}\r\n");
    expect([code, stdout]).toEqual([0, expect.stringContaining('jwt: { leeway: 5 },')]);
  });

  it('does not take long over a name that never ends, nor repeats it', async () => {
    for (const piece of ['a', 'a/', 'aB', '1_']) {
      const started = cpuTime();
      const { stdout, stderr } = await migrateDict(`'${piece.repeat(100_000)}': 1`);
      // What reads it again and again takes half a minute.
      expect(cpuTime() - started).toBeLessThan(5000);
      expect(stdout.length + stderr.length).toBeLessThan(1000);
    }
  });

  it('knows the 48 settings of jwt-email-auth', () => {
    expect(settings.size).toBe(48);
    const tried = [...cases.map(([dict]) => dict), ...silent].join();
    expect([...settings.keys()].filter((name) => !tried.includes(`'${name}'`))).toEqual([]);
  });

  const spelledOut = ['ROTATE_REFRESH_TOKENS', 'PROXY_ORDER'];
  it.each([...settings].filter(([name]) => !spelledOut.includes(name)))(
    'prints nothing for the default of %s',
    async (name, { standard }) => {
      expect(await migrateDict(`'${name}': ${standard},`)).toEqual({ code: 0, stdout: nothing, stderr: '' });
    },
  );

  it.each(silent)('prints nothing for %s', async (dict) => {
    expect(await migrateDict(dict)).toEqual({ code: 0, stdout: nothing, stderr: '' });
  });

  it.each(cases)('converts %s', async (dict, ...printed) => {
    const { code, stdout, stderr } = await migrateDict(dict);
    expect([code, stderr]).toEqual([0, '']);
    for (const each of printed) expect(stdout).toContain(each);
  });

  it('reads the same from JSON', async () => {
    const json = {
      ACCESS_TOKEN_LIFETIME: 600,
      REFRESH_TOKEN_LIFETIME: '30 days, 0:00:00',
      LOGIN_COOLDOWN: '0:10:00',
      LOGIN_CODE_LIFETIME: 'P0DT00H02M00S',
      USE_TOKENS: true,
      ISSUER: null,
      AUDIENCE: 'shop/é"\n',
    };
    const { code, stdout, stderr } = await migrate(JSON.stringify(json));
    expect([code, stderr]).toEqual([0, '']);
    const options = stdout.slice(stdout.indexOf('export'));
    expect(options).toBe(
      [
        'export const auth = createEmailAuth({',
        '  loginCode: { lifetime: 120 },',
        '  limits: { failuresPerIp: { window: 600 } },',
        '  accessToken: { lifetime: 600 },',
        '  refreshToken: { lifetime: 2592000 },',
        "  jwt: { audience: 'shop/é\"\\n' },",
        '});\n',
      ].join('\n'),
    );
    expect(await migrate(JSON.stringify({ JWT_EMAIL_AUTH: json }, null, 2))).toMatchObject({ code: 0 });
  });

  it('says what Python computes, and reads the rest', async () => {
    const { code, stdout } = await migrateDict("'LEEWAY': 60 * 2, 'ISSUER': f'{HOST}', 'AUDIENCE': 'shop'");
    expect(code).toBe(0);
    expect(stdout).toContain(
      'LEEWAY (line 2): Python computes it, so it is not read. Here it is: jwt.leeway,',
    );
    expect(stdout).toContain('ISSUER (line 2): Python computes it');
    expect(stdout).toContain("jwt: { audience: 'shop' },");
  });

  it.each([
    ["'ISUER': 'x'", 'stdin, line 2: ISUER is not a setting of jwt-email-auth 0.11. Did you mean ISSUER?'],
    [
      "\n'zzzzzzzzzzzzzzzzzzzzzz': 1",
      'stdin, line 3: zzzzzzzzzzzzzzzzzzzzzz is not a setting of jwt-email-auth 0.11.',
    ],
    ["'LEEWAY': '5'", 'stdin, line 2: LEEWAY must be a whole number.'],
    ["'USE_COOKIES': 1", 'stdin, line 2: USE_COOKIES must be True or False.'],
    [
      "'LOGIN_COOLDOWN': 'soon'",
      'line 2: LOGIN_COOLDOWN must be a timedelta, or in JSON a number of seconds.',
    ],
    ["'EXPECTED_CLAIMS': 'role'", 'line 2: EXPECTED_CLAIMS must be a list of texts.'],
    ["'EXPECTED_CLAIMS': [1]", 'line 2: EXPECTED_CLAIMS must be a list of texts.'],
    ["'EXTRA_HEADERS': {'a': []}", 'line 2: EXTRA_HEADERS must be a dict of texts and numbers, or None.'],
  ])('fails for %s, and prints the rest', async (dict, sentence) => {
    const { code, stdout, stderr } = await migrateDict(`${dict}, 'AUDIENCE': 'shop'`);
    expect([code, stdout]).toEqual([1, expect.stringContaining("jwt: { audience: 'shop' },")]);
    expect(stderr).toContain(sentence);
    expect(stdout).toContain(
      `// Wrong in your file, so it is left out:\n// - ${sentence.replace('stdin, ', '')}`,
    );
  });

  it.each([
    [[], 'Say which settings'],
    [['a.py', 'b.py'], 'One file at a time.'],
    [['none.py'], 'none.py cannot be read: ENOENT'],
  ])('fails for the arguments %s', async (argv, sentence) => {
    const { code, stdout, stderr } = await runCli(['migrate', ...argv]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
  });

  it('never prints a key, wherever it stands', async () => {
    // The second has slashes and hyphens so often that no run of letters and digits is long.
    for (const key of [randomBytes(32).toString('base64'), 'Ab1/'.repeat(11), 'Ab1-'.repeat(11)])
      await expectSecret(key);
  });
  const expectSecret = async (key: string) => {
    const places = [
      ...[
        "'SIGNING_KEY': 'K'",
        "'CIPHER_KEY': 'K'",
        "'CIPHER_KEY': os.getenv('X', 'K')",
        "'CIPHER_KEY': b'K'",
      ],
      ...[
        "'CIPHER_KEY': os.environ['K']",
        "'SIGNING_KEY': load('K')",
        "'K': 1",
        "'CIPHER_KEY': ['K']",
        "'K'",
      ],
      ...[
        "'CIPHER_KEY': 'K' 5",
        "'CIPHER_KEY': 'K",
        'SIGNING_KEY: K',
        "'CIPHER_KEY' 'K': 2",
        "'LEEWAY': 'K'",
      ],
    ];
    for (const place of places) {
      const { stdout, stderr } = await migrateDict(place.replace('K', () => key));
      expect([place, (stdout + stderr).includes(key)]).toEqual([place, false]);
    }
  };
});

describe('what migrate prints', () => {
  const folder = mkdtempSync(join(root, 'test/cli/.migrated-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const files: Record<string, string> = {};
  beforeAll(async () => {
    const others = [
      "'PROXY_COUNT': 1, 'REQUEST_HEADER_ORDER': ['HTTP_X_REAL_IP']",
      "'USE_COOKIES': True, 'ISSUER': 'i', 'REFRESH_TOKEN_LIFETIME': timedelta(seconds=90)",
    ];
    const odds = [...settings.keys()].flatMap((name) =>
      odd.flatMap((value) => others.map((other) => `${other}, '${name}': ${value}`)),
    );
    const dicts = [...cases.map(([dict]) => dict), ...silent, ...odds];
    const seen = new Set<string>();
    for (const [index, dict] of dicts.entries()) {
      const { stdout } = await migrateDict(dict);
      const code = stdout.replaceAll(/^ *\/\/.*\n/gm, '');
      if (!seen.has(code)) files[`case-${index}.ts`] = stdout;
      seen.add(code);
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  });

  it('compiles', async () => {
    await compile(files);
  });

  it('is accepted by createEmailAuth', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsaKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    vi.stubEnv('AUD', 'shop');
    vi.stubEnv('SMTP_URL', 'smtp://localhost');
    for (const name of ['MY_CIPHER', 'EMAIL_AUTH_ENCRYPTION_KEY'])
      vi.stubEnv(name, randomBytes(32).toString('base64'));
    for (const [name, text] of Object.entries(files)) {
      vi.stubEnv('EMAIL_AUTH_SIGNING_KEY', text.includes("algorithm: 'RS256'") ? rsaKey : signingKey);
      const made: { auth: object } = await import(join(folder, name));
      expect(made.auth).toHaveProperty('requestLoginCode');
    }
  });
});

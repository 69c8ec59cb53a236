import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AuthTokens, JwtOptions, SigningKeyInput } from '../../src/index.js';
import { describeBothStores } from '../support/both-stores.js';
import { decryptJwe } from '../support/jwe.js';
import {
  createSigningKey,
  createTestAuth,
  noLimits,
  signingKey as oldSigner,
  reasonOf,
} from '../support/service.js';

const identity = 'ada@example.com';
const caller = { ip: '192.0.2.1' };
const [oldKey, newKey] = [randomBytes(32), randomBytes(16)].map((bytes) => bytes.toString('base64')) as [
  string,
  string,
];
const newSigner: SigningKeyInput = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;

type EncryptionKey = JwtOptions['encryptionKey'];
/** What a process is given: its signing keys, and its encryption keys. */
type Keys = readonly [signingKey: readonly SigningKeyInput[], encryptionKey: EncryptionKey];

const isEncrypted = ({ accessToken, refreshToken }: AuthTokens): boolean => {
  const parts = [accessToken, refreshToken].map((token) => token.split('.').length);
  expect(parts[0]).toBe(parts[1]);
  return parts[0] === 5;
};

/** Each list is given to one process after the other. */
const changes: readonly (readonly [string, readonly Keys[], encryptedInTheEnd: boolean])[] = [
  [
    'encryption is turned on',
    [
      [[oldSigner], undefined],
      [[oldSigner], [false, oldKey]],
      [[oldSigner], oldKey],
    ],
    true,
  ],
  [
    'encryption is turned off',
    [
      [[oldSigner], oldKey],
      [[oldSigner], [false, oldKey]],
      [[oldSigner], undefined],
    ],
    false,
  ],
  [
    'the encryption key is changed',
    [
      [[oldSigner], oldKey],
      [[oldSigner], [oldKey, newKey]],
      [[oldSigner], [newKey, oldKey]],
      [[oldSigner], newKey],
    ],
    true,
  ],
  [
    'both kinds of keys are changed, one in the middle of the other',
    [
      [[oldSigner], oldKey],
      [
        [oldSigner, newSigner],
        [oldKey, newKey],
      ],
      [
        [newSigner, oldSigner],
        [oldKey, newKey],
      ],
      [
        [newSigner, oldSigner],
        [newKey, oldKey],
      ],
      [[newSigner], [newKey, oldKey]],
      [[newSigner], newKey],
    ],
    true,
  ],
];

describeBothStores('a change of what tokens are encrypted with', (openCache) => {
  const open = ([signingKey, encryptionKey]: Keys) => {
    const cache = openCache();
    const first = createTestAuth({
      cache,
      limits: noLimits,
      signingKey,
      jwt: encryptionKey === undefined ? {} : { encryptionKey },
    });
    const withKeys = ([signers, key]: Keys) =>
      createTestAuth({
        ...{ cache, clock: first.clock, limits: noLimits, signingKey: signers },
        jwt: key === undefined ? {} : { encryptionKey: key },
      });
    return { ...first, withKeys };
  };

  it.each(changes)('loses no session, and no token before its time: %s', async (_, steps, encrypted) => {
    const [before, ...after] = steps;
    if (!before) throw new Error('there is a first step');
    const { clock, logIn, withKeys } = open(before);
    let processes = [withKeys(before), withKeys(before)];
    let tokens = await logIn(identity);
    let latest = 0;
    const turn = async () => {
      for (const { auth } of [...processes, ...processes]) {
        clock.advance(60);
        const lost = await auth.refresh(tokens.refreshToken, caller);
        // A double click, at each process.
        const grace = await Promise.all(
          processes.map((process) => process.auth.refresh(tokens.refreshToken, caller)),
        );
        for (const { claims } of grace) expect(claims.sid).toBe(lost.claims.sid);
        clock.advance(60);
        // The answers were lost, and the client asks once more.
        tokens = await auth.refresh(tokens.refreshToken, caller);
        for (const process of processes)
          expect(await process.auth.authenticate(tokens.accessToken, caller)).toMatchObject({
            failure: null,
            claims: tokens.claims,
          });
      }
    };
    for (const keys of after) {
      for (const switched of [0, 1]) {
        processes = processes.map((process, index) => (index === switched ? withKeys(keys) : process));
        await turn();
        latest += 1;
      }
    }
    expect(latest).toBe(2 * (steps.length - 1));
    const [a, b] = processes;
    expect(isEncrypted(tokens)).toBe(encrypted);
    expect(await a?.auth.sessions(identity)).toHaveLength(1);
    await b?.auth.logout(tokens.refreshToken);
    expect(await a?.auth.authenticate(tokens.accessToken, caller)).toMatchObject({ failure: 'revoked' });
    expect(await reasonOf(a?.auth.refresh(tokens.refreshToken, caller) ?? Promise.resolve())).toBe('revoked');
  });

  it('within the grace answers with the same refresh token, to the letter of what is inside', async () => {
    const { auth, clock, logIn } = open([[oldSigner], oldKey]);
    const first = await logIn(identity);
    clock.advance(60);
    const pairs = [1, 2].map(() => auth.refresh(first.refreshToken, caller));
    const texts = (await Promise.all(pairs)).map(({ refreshToken }) => refreshToken);
    expect(new Set(texts).size).toBe(2);
    expect(new Set(texts.map((text) => decryptJwe(Buffer.from(oldKey, 'base64'), text))).size).toBe(1);
    for (const text of texts) expect(await reasonOf(auth.refresh(text, caller))).toBe('ok');
  });

  it('notices a theft as before', async () => {
    const { auth, events, clock, logIn } = open([[oldSigner], oldKey]);
    const first = await logIn(identity);
    clock.advance(60);
    const stolen = await auth.refresh(first.refreshToken, { ip: '198.51.100.66' });
    await auth.authenticate(stolen.accessToken, { ip: '198.51.100.66' });
    clock.advance(60);
    expect(await reasonOf(auth.refresh(first.refreshToken, caller))).toBe('reused');
    expect(events.map(({ type }) => type)).toContain('token.reused');
    expect(await auth.authenticate(stolen.accessToken, caller)).toMatchObject({ failure: 'revoked' });
  });

  it('refuses tokens of a key that is no longer listed, and does not end their sessions', async () => {
    const { logIn, withKeys } = open([[oldSigner], oldKey]);
    const { accessToken, refreshToken } = await logIn(identity);
    for (const key of [undefined, newKey, [false, newKey]] as const) {
      const { auth } = withKeys([[oldSigner], key]);
      expect(await auth.authenticate(accessToken, caller)).toMatchObject({
        failure: 'invalid',
        claims: null,
      });
      expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('invalid');
      await auth.logout(refreshToken);
    }
    const { auth } = withKeys([[oldSigner], oldKey]);
    expect(await reasonOf(auth.refresh(refreshToken, caller))).toBe('ok');
  });

  it('refuses tokens of another service that shares the encryption key alone', async () => {
    const { auth } = open([[oldSigner], oldKey]);
    const { logIn } = open([[createSigningKey()], oldKey]);
    const { accessToken } = await logIn(identity);
    expect(await auth.authenticate(accessToken, caller)).toMatchObject({ failure: 'invalid' });
  });

  it('says at the login that claims are too many, and begins no session', async () => {
    const fill = 'x'.repeat(5500);
    const { auth, askForCode } = createTestAuth({
      ...{ cache: openCache(), claims: () => ({ fill }), jwt: { encryptionKey: oldKey } },
    });
    const { code, challenge } = await askForCode(identity);
    await expect(auth.login({ identity, code, challenge }, caller)).rejects.toThrow(
      'claims must be few enough for a token of 8000 characters',
    );
    expect(await auth.sessions(identity)).toEqual([]);
    const plain = createTestAuth({ claims: () => ({ fill }) });
    expect(isEncrypted(await plain.logIn(identity))).toBe(false);
  });
});

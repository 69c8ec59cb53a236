import { createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { types } from 'node:util';

const inBytes = (bytes: Buffer): string[] =>
  ['base64', 'base64url', 'hex'].map((form) => bytes.toString(form as 'hex'));

const ofJwk = (jwk: unknown): string[] =>
  typeof jwk === 'object' && jwk !== null
    ? ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'priv'].map((name) => String(Reflect.get(jwk, name) ?? ''))
    : [];

/** What of a key that was read must not be told. */
export const partsOfKey = (key: KeyObject): readonly string[] => {
  const jwk = key.export({ format: 'jwk' });
  return [
    ...ofJwk(jwk),
    ...inBytes(Buffer.from(jwk.d ?? jwk.k ?? '', 'base64url')),
    ...(key.type === 'private' ? inBytes(key.export({ format: 'der', type: 'pkcs8' })) : []),
  ];
};

const attempt = (read: () => readonly string[]): readonly string[] => {
  try {
    return read();
  } catch {
    return [];
  }
};

/** What of a signing key, as somebody has given it, must not be told: in the spellings in which it could be. */
export const privatePartsOf = (given: unknown): readonly string[] => {
  // What these hold is learnt when they are read.
  if (types.isKeyObject(given) || types.isCryptoKey(given)) return [];
  if (typeof given !== 'string') {
    return attempt(() => [
      ...ofJwk(given),
      ...partsOfKey(createPrivateKey({ key: given as never, format: 'jwk' })),
    ]);
  }
  const text = given.trim().replaceAll('|', '\n');
  const lines = text.split('\n').filter((line) => !line.startsWith('---'));
  return [
    ...[given.trim(), text, JSON.stringify(text).slice(1, -1), lines.join('')],
    ...[...lines, Buffer.from(given).toString('base64')],
    ...attempt(() => ofJwk(JSON.parse(given))),
    ...attempt(() => partsOfKey(createPrivateKey(text))),
  ];
};

/** The private members that the keys of a cache are derived from, and those keys. */
export const derivedKeysOf = (material: Buffer): readonly string[] => [
  ...(JSON.parse(material.toString('utf8')) as readonly string[]),
  ...['identity', 'code', 'network', 'mac', 'everybody', 'kid'].flatMap((purpose) =>
    inBytes(Buffer.from(hkdfSync('sha256', material, '', `pothos-plugin-email-auth ${purpose}`, 32))),
  ),
];

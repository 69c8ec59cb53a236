import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';

/** A key of each kind that PEM has. */
export const keys = {
  ed25519: generateKeyPairSync('ed25519').privateKey,
  ec: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};

export const jwkOf = (key: KeyObject): JsonWebKey => key.export({ format: 'jwk' });
export const pemOf = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1' = 'pkcs8'): string =>
  key.export({ format: 'pem', type } as never) as string;
export const keyOfJwk = (key: JsonWebKey): KeyObject => createPrivateKey({ key, format: 'jwk' });
export const base64 = (text: string): string => Buffer.from(text).toString('base64');
/** 76 characters a line, as `base64` writes it. */
export const inLines = (text: string): string => text.replace(/.{76}/g, '$&\n');

/** What deployments do to a text of several lines. */
export const manglings: readonly [what: string, mangle: (text: string) => string][] = [
  ['as it is', (text) => text],
  ['with a bar for each line break', (text) => text.replaceAll('\n', '|')],
  ['with \\n for each line break', (text) => text.replaceAll('\n', '\\n')],
  ['with \\r\\n for each line break', (text) => text.replaceAll('\n', '\\r\\n')],
  ['with \\\\n for each line break', (text) => text.replaceAll('\n', '\\\\n')],
  ['with CR and LF', (text) => text.replaceAll('\n', '\r\n')],
  ['with CR alone', (text) => text.replaceAll('\n', '\r')],
  ['with a space for each line break', (text) => text.replaceAll('\n', ' ')],
  ['indented', (text) => text.replaceAll('\n', '\n    ')],
  ['with spaces around', (text) => ` \n\t${text}\n `],
  ['behind a byte order mark', (text) => `\uFEFF${text}`],
  ['without the last line break', (text) => text.trimEnd()],
  ['in double quotes', (text) => `"${text}"`],
  ['in single quotes', (text) => `'${text}'`],
  ['in both', (text) => `'"${text}"'`],
  ['as a string of JSON', (text) => JSON.stringify(text)],
  ['in quotes and in one line', (text) => `"${text.replaceAll('\n', '\\n')}"`],
  ['in base64', base64],
  ['in base64, in lines', (text) => inLines(base64(text))],
  ['in base64url', (text) => Buffer.from(text).toString('base64url')],
  ['in quoted base64', (text) => `"${base64(text)}"`],
  ['quoted, in base64', (text) => base64(`"${text}"`)],
];

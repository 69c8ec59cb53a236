import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toEncryptionKey } from '../../../src/token/encryption/encryption-key.js';
import { whyGuessable } from '../../../src/token/encryption/guessable.js';
import { attempt } from '../../../src/token/keys/found-key.js';
import { parseSigningKeys } from '../../../src/token/keys/parse-signing-keys.js';
import { exampleOfJwtEmailAuth, publishedKeys } from '../../../src/token/keys/published-keys.js';
import { createTestAuth } from '../../support/service.js';
import examples from '../../vectors/rfc-examples.json' with { type: 'json' };

const root = join(import.meta.dirname, '../../..');

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => /\.(md|json|ts|mjs|yml|env|txt|pem|graphql)$/.test(file) && file !== 'package-lock.json');

const private_ = ['d', 'k', 'priv'];

/** Every object in JSON that may be a private key, however deep it stands. */
function* jwksIn(value: unknown): Generator<object> {
  if (typeof value !== 'object' || value === null) return;
  if ('kty' in value && private_.some((member) => member in value)) yield value;
  for (const inner of Object.values(value)) yield* jwksIn(inner);
}

/** What may be a private key in a file: JSON as a whole, objects in the text, PEM. */
const candidatesIn = (text: string): readonly unknown[] => [
  ...jwksIn(attempt((): unknown => JSON.parse(text))),
  ...(text.match(/\{[^{}]*"kty"[^{}]*\}/g) ?? []),
  ...(text.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g) ?? []),
];

/** What the key of a JWK is for does not matter here. */
const forSigning = (candidate: unknown): unknown => {
  const members =
    attempt(() => (typeof candidate === 'string' ? JSON.parse(candidate) : candidate)) ?? candidate;
  if (typeof members !== 'object') return members;
  const { alg, use, key_ops, ...rest } = members as Record<string, unknown>;
  return rest.kty === 'AKP' ? { alg, ...rest } : rest;
};

/** A key that everybody knows is refused as such: as one of them, its id is not answered, so it is made here. */
const idsToEncryptWith = (candidate: unknown): readonly string[] => {
  const jwk = candidate as { readonly kty?: unknown; readonly k?: unknown } | undefined;
  const bytes = jwk?.kty === 'oct' ? Buffer.from(String(jwk.k), 'base64url') : undefined;
  const id = bytes && !whyGuessable(bytes) ? toEncryptionKey(bytes)?.kid : undefined;
  return id === undefined ? [] : [id];
};

const idsIn = (file: string): string[] =>
  candidatesIn(readFileSync(join(root, file), 'utf8')).flatMap(
    (candidate) =>
      attempt(() => parseSigningKeys(forSigning(candidate), 'key').map(({ key }) => key.kid)) ??
      idsToEncryptWith(forSigning(candidate)),
  );

describe('keys that everybody knows', () => {
  it('are all that stand in a file of this repository, and no others', () => {
    const found = new Set(files.flatMap(idsIn));
    expect(found.size).toBeGreaterThan(10);
    expect([...publishedKeys].sort()).toEqual([...found, exampleOfJwtEmailAuth].sort());
  });

  it.each(['rfc8037', ...examples.signed.map(({ section }) => section)])('are refused: %s', (section) => {
    const key = examples.signed.find((example) => example.section === section)?.key ?? examples.rfc8037.key;
    const { alg, ...bare } = key as Record<string, string>;
    for (const signingKey of [bare, JSON.stringify(bare)]) {
      const create = () => createTestAuth({ signingKey: signingKey as string });
      expect(create).toThrow(TypeError);
      expect(create).toThrow(
        /^signingKey must be a private key; this one is an example that everybody knows/,
      );
    }
  });
});

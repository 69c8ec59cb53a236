import { attempt, type FoundKey } from './found-key.js';
import { refuseKey } from './key-refusal.js';
import { readDer } from './read-der.js';
import { readJwk } from './read-jwk.js';
import { isOpenSsh, readOpenSsh } from './read-openssh.js';

/** What stands between the lines of dashes (RFC 7468), and what they call it. */
interface Block {
  readonly label: string;
  readonly body: string;
}

const labels = ['PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY', 'OPENSSH PRIVATE KEY'];

/** What stands for a line break where there is none: spaces, a bar, or the escape of a string. */
const lineBreaks = /\\+[rn]|[|\s]/g;

/** Text as one line, if that is base64. */
export const joinBase64 = (text: string): string | undefined => {
  const line = text.replace(lineBreaks, '');
  return /^[\w+/-]+={0,2}$/.test(line) ? line : undefined;
};

const findBlocks = (text: string): readonly Block[] =>
  [...text.matchAll(/-----BEGIN ([A-Z\d ]+)-----([\s\S]*?)-----END \1-----/g)].map(
    ([, label = '', body = '']) => ({ label, body }),
  );

/** Reads a key of OpenSSH. @throws {TypeError} naming the option */
const readSsh = (bytes: Buffer, option: string): FoundKey => {
  const jwk = attempt(() => readOpenSsh(bytes));
  if (jwk === undefined) throw refuseKey(option, 'damaged');
  if (typeof jwk === 'string') throw refuseKey(option, jwk);
  return readJwk({ ...jwk }, option);
};

/** Reads a key in DER, or of OpenSSH. @throws {TypeError} naming the option */
const readBytes = (bytes: Buffer, option: string): FoundKey =>
  isOpenSsh(bytes) ? readSsh(bytes, option) : { option, key: readDer(bytes, option) };

const readBlock = ({ label, body }: Block, option: string): FoundKey => {
  if (/PUBLIC KEY$|CERTIFICATE/.test(label)) throw refuseKey(option, 'public');
  if (/ENCRYPTED/.test(label + body)) throw refuseKey(option, 'encrypted');
  if (!labels.includes(label)) throw refuseKey(option, 'kind');
  return readBytes(Buffer.from(joinBase64(body) ?? '', 'base64'), option);
};

/** Whether a text holds a PEM, or the beginning of one. */
export const isPem = (text: string): boolean => text.includes('-----BEGIN ');

/**
 * Reads all keys of a text in PEM.
 *
 * @throws {TypeError} naming the option
 */
export const readPem = (text: string, option: string): readonly FoundKey[] => {
  const blocks = findBlocks(text);
  if (blocks.length < text.split('-----BEGIN ').length - 1) {
    throw refuseKey(option, /-----BEGIN [A-Z ]*PUBLIC KEY/.test(text) ? 'public' : 'damaged');
  }
  // OpenSSL writes the curve in a block of its own before the key.
  const keys = blocks.filter(({ label }) => label !== 'EC PARAMETERS');
  if (keys.length === 0) throw refuseKey(option, 'damaged');
  return keys.map((block, index) => readBlock(block, keys.length > 1 ? `${option}[${index}]` : option));
};

import { isIP } from 'node:net';

const isByte = (part: string): boolean =>
  String(Number(part)) === part && /^\d{1,3}$/.test(part) && Number(part) <= 255;

/** `10.` or `10.1.` is the beginning of an address: the original compares no more. */
const ofPrefix = (text: string): string | undefined => {
  const parts = text.replace(/\.$/, '').split('.');
  if (parts.length > 3 || !parts.every(isByte) || !text.endsWith('.')) return undefined;
  return `${[...parts, '0', '0', '0'].slice(0, 4).join('.')}/${parts.length * 8}`;
};

const isNetwork = (text: string): boolean => {
  const [address = '', length = '', ...others] = text.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return others.length === 0 && /^\d{1,3}$/.test(length) && Number(length) > 0 && Number(length) <= bits;
};

/** A trusted address of the original as a network; undefined where it is none. */
export const networkOf = (text: string): string | undefined =>
  isIP(text) !== 0 || isNetwork(text) ? text : ofPrefix(text);

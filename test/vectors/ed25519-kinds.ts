/** The order of the base point, and the prime of the field (RFC 8032, section 5.1). */
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const prime = 2n ** 255n - 19n;

const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();

const zero = Buffer.alloc(1);
const halves = (signature: Buffer) => ({ r: signature.subarray(0, 32), s: signature.subarray(32) });

/** Makes another signature out of a good one. */
type Change = (signature: Buffer, publicKey: Buffer) => Buffer;

const withS =
  (change: (s: bigint) => bigint): Change =>
  (signature) => {
    const { r, s } = halves(signature);
    return Buffer.concat([r, toBytes(change(toNumber(s)))]);
  };
const withR =
  (r: Buffer): Change =>
  (signature) =>
    Buffer.concat([r, halves(signature).s]);
const bit =
  (index: number): Change =>
  (signature) => {
    const changed = Buffer.from(signature);
    changed[index >> 3] = (changed[index >> 3] ?? 0) ^ (1 << (index & 7));
    return changed;
  };

/** Points of order 1, 2, 4 and 8, in all their encodings, the wrong ones too. */
const smallOrder = [
  1n,
  0n,
  prime - 1n,
  prime,
  prime + 1n,
  2707385501144840649318225287225658788936804267575313519463743609750303021022n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
].flatMap((y) => [toBytes(y), toBytes(y + 2n ** 255n)]);

const specialScalars = [0n, 1n, order - 1n, order, order + 1n, prime, prime - 1n, 2n ** 256n - 1n];

const indexed = <Item>(items: readonly Item[], name: string, change: (item: Item) => Change) =>
  items.map((item, index): readonly [string, Change] => [`${name} ${index}`, change(item)]);

/** Public keys that every signature, or one that anybody can make, would be good for. */
export const smallOrderKeys = smallOrder;

/** What Wycheproof's vectors do to signatures, done to one of ours. By the flag of the vectors. */
export const kinds: Readonly<Record<string, readonly (readonly [what: string, change: Change])[]>> = {
  SignatureMalleability: [
    ...[1n, 2n, 4n, 8n].map((n): readonly [string, Change] => [`s + ${n}L`, withS((s) => s + n * order)]),
    ...[253n, 254n, 255n].map((n): readonly [string, Change] => [`s + 2^${n}`, withS((s) => s + 2n ** n)]),
    ['s + p', withS((s) => s + prime)],
    ['L - s', withS((s) => order - s)],
  ],
  InvalidEncoding: [
    ...indexed(
      Array.from({ length: 512 }, (_, i) => i),
      'bit flipped',
      bit,
    ),
    ['R = 0', withR(toBytes(0n))],
    ['R of ones', withR(Buffer.alloc(32, 0xff))],
    [
      'R of flipped bits',
      (signature) => Buffer.from(signature.map((byte, i) => (i < 32 ? ~byte & 0xff : byte))),
    ],
    ['halves swapped', (signature) => Buffer.concat([halves(signature).s, halves(signature).r])],
  ],
  InvalidSignature: smallOrder.flatMap((r, index) =>
    specialScalars.map((s, at): readonly [string, Change] => [
      `point ${index}, scalar ${at}`,
      () => Buffer.concat([r, toBytes(s)]),
    ]),
  ),
  TruncatedSignature: [0, 1, 31, 32, 33, 62, 63].map((length): readonly [string, Change] => [
    `${length} bytes`,
    (signature) => signature.subarray(0, length),
  ]),
  SignatureWithGarbage: [
    ['0 before it', (signature) => Buffer.concat([zero, signature])],
    ['0 before s', (signature) => Buffer.concat([halves(signature).r, zero, halves(signature).s])],
    ['0 behind it', (signature) => Buffer.concat([signature, zero])],
    ['two bytes behind it', (signature) => Buffer.concat([signature, zero, zero])],
    ['the public key behind it', (signature, publicKey) => Buffer.concat([signature, publicKey])],
    ['twice', (signature) => Buffer.concat([signature, signature])],
  ],
  CompressedSignature: Array.from({ length: 64 }, (_, i): readonly [string, Change] => [
    `byte ${i} dropped`,
    (signature) => Buffer.concat([signature.subarray(0, i), signature.subarray(i + 1)]),
  ]),
};

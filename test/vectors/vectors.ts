import { ed25519Vectors } from './ed25519.js';
import { encodingVectors } from './encodings.js';
import { jwsVectors } from './jws.js';
import { rfcVectors } from './rfc.js';
import type { Vector } from './vector.js';

/** Every row of public test vectors. */
export const vectors: readonly Vector[] = [
  ...rfcVectors,
  ...jwsVectors,
  ...encodingVectors,
  ...ed25519Vectors,
];

import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** An ML-DSA key of this size; null where this Node is too old for them. */
export const mlDsaKey = (size: 44 | 65 | 87): KeyObject | null => {
  try {
    // Boundary: Node's types of today know no ML-DSA.
    return generateKeyPairSync(`ml-dsa-${size}` as 'ed25519').privateKey;
  } catch {
    return null;
  }
};

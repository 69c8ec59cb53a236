import { generateKeyPairSync } from 'node:crypto';
import { readProperty } from '../../core/read-error.js';
import { createEmailAuth } from '../../create-email-auth.js';
import type { EmailAuthOptions } from '../../options/email-auth-options.js';
import type { Variables } from './finding.js';
import { withVariables } from './with-variables.js';

/** What has come of a service that was made for a look. */
export interface Outcome {
  /** Why it cannot work: undefined where it can. */
  readonly code: string | undefined;
  /** What it has warned of. */
  readonly warnings: readonly string[];
}

/** The parts that are not looked at are in order. */
const inOrder = (): EmailAuthOptions => ({
  signingKey: generateKeyPairSync('ed25519').privateKey,
  delivery: async () => {},
});

/**
 * Makes a service with one part that the variables name, and has it prove that the part works.
 *
 * @throws {TypeError} where it cannot be made
 */
export const lookAtService = async (
  variables: Variables,
  partOf: () => EmailAuthOptions,
): Promise<Outcome> => {
  const warnings: string[] = [];
  const note = (sentence: string) => void warnings.push(sentence);
  const auth = withVariables(variables, () =>
    createEmailAuth({ ...inOrder(), logger: { warn: note, error: () => {} }, ...partOf() }),
  );
  try {
    await auth.check();
    return { code: undefined, warnings };
  } catch (error) {
    // X1: the code alone.
    return { code: String(readProperty(readProperty(error, 'cause'), 'code') ?? 'UNKNOWN'), warnings };
  } finally {
    await auth.close({ timeout: 0 });
  }
};

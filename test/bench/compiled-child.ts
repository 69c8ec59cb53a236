import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Runs a program of the bench in a process of its own, and answers with what it sends. It is compiled beforehand: tsx
 * gives every function its name when it is made, which takes longer than some of what is measured.
 *
 * @param execArgv - options of Node
 */
export const runCompiled = async <Answer>(
  program: string,
  args: readonly string[],
  execArgv: readonly string[] = [],
): Promise<Answer> => {
  // Beside the sources: what is imported must be found from there.
  const compiled = join(dirname(program), '.compiled.mjs');
  await build({
    ...{ entryPoints: [program], outfile: compiled, bundle: true, packages: 'external', logLevel: 'error' },
    ...{ format: 'esm', platform: 'node', target: 'node20' },
  });
  const child = fork(compiled, [...args], {
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const [message] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [null])]);
    if (message === null) throw new Error('The process of the bench has ended.');
    // Boundary: this is what the program sends.
    return message as Answer;
  } finally {
    child.kill();
    await rm(compiled, { force: true });
  }
};

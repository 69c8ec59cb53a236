import type { spawn } from 'node:child_process';

/** The first match in what a process prints. */
export const printed = (child: ReturnType<typeof spawn>, pattern: RegExp): Promise<RegExpExecArray> => {
  let text = '';
  return new Promise((found, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match) found(match);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', (code) => reject(new Error(`It ended with ${code}: ${text}`)));
  });
};

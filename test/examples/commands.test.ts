import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '../../examples');
const commands = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, code: readFileSync(join(folder, name), 'utf8') }))
  .filter(({ code }) => /tsx examples\//.test(code));

describe('an example with a command', () => {
  // Nothing here says that the files are ES modules, so tsx makes CommonJS of them, which has no `await` outside of a function.
  it.each(commands)('can be started with tsx: $name', async ({ code }) => {
    await expect(transform(code, { loader: 'ts', format: 'cjs' })).resolves.toBeDefined();
  });

  it('is among the files that are looked at', () => {
    expect(commands.map(({ name }) => name)).toContain('serve-react.ts');
    expect(commands.length).toBeGreaterThan(5);
  });
});

import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { useAuthState } from '../../examples/react/use-auth-state.js';
import { createAuthClient } from '../../src/client/index.js';

const root = resolve(import.meta.dirname, '../..');

describe('the examples for React', () => {
  it('compile', async () => {
    const tsc = join(root, 'node_modules/.bin/tsc');
    await expect(
      promisify(execFile)(tsc, ['--singleThreaded', '--noEmit', '-p', join(root, 'examples/react')]),
    ).resolves.toMatchObject({ stdout: '' });
  });

  it('render on a server, where nobody is signed in', () => {
    const Status = () => {
      const { status } = useAuthState(createAuthClient({ url: '/graphql' }));
      return createElement('p', null, status);
    };
    expect(renderToString(createElement(Status))).toBe('<p>signedOut</p>');
  });
});

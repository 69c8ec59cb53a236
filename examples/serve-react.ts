// A page with React, and its server. `npx tsx examples/serve-react.ts react-urql` (or react-apollo) starts both; codes go to
// the terminal.
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createApp } from './basic.js';

/** The page of an example: one file. */
export const createPage = async (name: string): Promise<string> => {
  const folder = resolve(import.meta.dirname, name);
  const { outputFiles } = await build({
    entryPoints: [resolve(folder, 'app.tsx')],
    tsconfig: resolve(import.meta.dirname, 'react/tsconfig.json'),
    ...{ bundle: true, minify: true, write: false, format: 'iife', target: 'es2022' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const script = outputFiles[0]?.text.replaceAll('</script', '<\\/script');
  return `<!doctype html><html lang="en"><title>${name}</title><div id="root"></div><script>${script}</script></html>`;
};

const serve = async (name: string): Promise<void> => {
  const { yoga } = createApp();
  const page = await createPage(name);
  createServer((request, response) => {
    if (request.url !== '/') return yoga(request, response);
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
  }).listen(4000, '127.0.0.1', () => console.info('http://127.0.0.1:4000/'));
};

if (process.argv[1] === fileURLToPath(import.meta.url)) void serve(process.argv[2] ?? 'react-urql');

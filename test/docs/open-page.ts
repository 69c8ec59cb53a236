import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { startHttpServer } from '../support/http-server.js';
import { root } from './pages.js';

type Files = Readonly<Record<string, string>>;

/** A folder in which the packages of this repository are found. The caller removes it. */
export const makeFolder = (files: Files) => {
  const path = mkdtempSync(join(root, 'test/docs/.snippets-'));
  for (const [name, code] of Object.entries(files)) writeFileSync(join(path, name), code);
  return { path, remove: () => rmSync(path, { recursive: true }) };
};

/** The script of a page, made of `app.ts` and the files beside it. */
const bundle = async (files: Files): Promise<string> => {
  const folder = makeFolder(files);
  try {
    const { outputFiles } = await build({
      entryPoints: [join(folder.path, 'app.ts')],
      ...{ bundle: true, write: false, format: 'esm', target: 'es2022' },
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    return outputFiles[0]?.text ?? '';
  } finally {
    folder.remove();
  }
};

/** A page with a script, and `/graphql` beside it. The caller stops it. */
export const servePage = async (
  files: Files,
  yoga: (request: IncomingMessage, response: ServerResponse) => unknown,
) => {
  const script = await bundle(files);
  const { url, stop } = await startHttpServer((request, response) => {
    if (request.url?.startsWith('/graphql')) return yoga(request, response);
    const isScript = request.url === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(
      isScript
        ? script
        : '<!doctype html><html lang="en"><link rel="icon" href="data:,"><body><div id="root"></div><script type="module" src="/app.js"></script>',
    );
  });
  return { url: new URL('/', url).href, stop };
};

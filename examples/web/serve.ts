// Serves the sign-in page: its files, the mailbox beside it, and behind them the server of basic.ts.
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { Mailbox } from './mailbox.js';

interface File {
  readonly type: string;
  readonly content: string | Uint8Array;
}

/** What the page may load and do. `<login-code>` needs no exception. */
const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:",
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
].join('; ');

const read = async (name: string, type: string): Promise<File> => ({
  type,
  content: await readFile(join(import.meta.dirname, name)),
});

/** The page's code. Each language is a file of its own, which is loaded when it is wanted. */
const bundle = async (): Promise<readonly (readonly [string, File])[]> => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')],
    ...{ bundle: true, minify: true, splitting: true, format: 'esm', target: 'es2022' },
    ...{ write: false, outdir: import.meta.dirname },
  });
  return outputFiles.map(({ path, contents }) => [
    `/${basename(path)}`,
    { type: 'text/javascript', content: contents },
  ]);
};

/** @param next - answers everything else: GraphQL, and GraphiQL */
export const createPageServer = async (mailbox: Mailbox, next: RequestListener): Promise<RequestListener> => {
  const files = new Map<string | undefined, File>([
    ['/', await read('index.html', 'text/html; charset=utf-8')],
    ['/page.css', await read('page.css', 'text/css')],
    ...(await bundle()),
  ]);
  return (request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/mails') return mailbox.stream(response);
    const file = files.get(path);
    if (!file) return next(request, response);
    response.writeHead(200, {
      ...{ 'content-type': file.type, 'content-security-policy': policy },
      ...{
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    });
    response.end(file.content);
  };
};

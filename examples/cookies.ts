// basic.ts with the tokens in cookies, and a page that knows its visitor: npx tsx examples/cookies.ts
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createApp } from './basic.js';

export const createCookieApp = (options: Parameters<typeof createApp>[0] = {}) => {
  const app = createApp({ transport: 'cookie', ...options });
  const { auth, yoga } = app;
  const server = createServer(async (request, response) => {
    if (request.url !== '/') return yoga(request, response);
    // The first answer knows the visitor: browsers send cookies when somebody opens a page.
    const { claims } = await auth.fromRequest(request);
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.setHeader('cache-control', 'private, no-store');
    response.end(`Hello, ${claims?.email ?? 'stranger'}!`);
  });
  return { ...app, server };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  createCookieApp().server.listen(4000, '127.0.0.1', () => console.info('http://127.0.0.1:4000/'));
}

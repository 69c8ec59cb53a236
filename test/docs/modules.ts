import { blockOf } from './pages.js';

/** What pages import as `./server.js`: "this file without its last line", which would take the port of the page's own server. */
export const serverModule = blockOf('README.md', 'createServer(yoga).listen').code.replace(/.*\n$/, '');

/** What pages import as `./client.js`: the first block of docs/client.md. */
export const clientModule = blockOf('docs/client.md', 'export const client').code;

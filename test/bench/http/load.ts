import { Agent, request } from 'node:http';

/** Sends a request with a body of JSON, and answers with the text that comes back. */
export type Post = (path: string, body: object, headers?: Record<string, string>) => Promise<string>;

/** Connections at a time, each of which waits for its answer. */
const connections = 8;

/** @param url - of the server, with the path of its GraphQL */
export const openClient = (url: string) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { port } = new URL(url);
  const post: Post = (path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const sent = request(
        {
          ...{ agent, port, path, host: '127.0.0.1', method: 'POST' },
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
            ...headers,
          },
        },
        (answer) => {
          let read = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk) => {
            read += chunk;
          });
          answer.on('end', () => resolve(read));
          answer.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
  return { post, close: () => agent.destroy() };
};

/** What one connection does again and again. */
export type Work = (connection: number) => Promise<void>;

/** Works on all connections for some time. Answers how often it was done. */
export const load = async (work: Work, milliseconds: number): Promise<number> => {
  const end = performance.now() + milliseconds;
  let done = 0;
  const loop = async (connection: number) => {
    while (performance.now() < end) {
      await work(connection);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => loop(connection)));
  return done;
};

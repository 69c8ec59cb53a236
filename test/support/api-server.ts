import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request that an API has got. */
export interface Asked {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Status and body; `hang up` ends the connection, `silence` never answers. */
export type ApiAnswer = readonly [status: number, body?: object] | 'hang up' | 'silence';

/** An API on loopback that keeps what it is asked. The caller stops it. */
export const startApi = async (answer: ApiAnswer | ((asked: readonly Asked[]) => ApiAnswer)) => {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ url: request.url, headers: request.headers, body: await text(request) });
    const answered = typeof answer === 'function' ? answer(asked) : answer;
    if (answered === 'silence') return;
    if (answered === 'hang up') return void request.socket.destroy();
    const [status, json = {}] = answered;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type PromiseWithResolvers, withResolvers } from '../support/with-resolvers.js';

/** Where hosts send their mails, whatever process or runtime they are in. */
export interface Mailbox {
  readonly url: string;
  /** The code that goes to an address, now or later. */
  codeFor(identity: string): Promise<string>;
  /** Takes no mail until it is called what it answers with. */
  hold(): () => void;
  stop(): void;
}

export const startMailbox = async (): Promise<Mailbox> => {
  const codes = new Map<string, PromiseWithResolvers<string>>();
  const codeOf = (identity: string) => {
    const code = codes.get(identity) ?? withResolvers<string>();
    codes.set(identity, code);
    return code;
  };
  let open: Promise<void> = Promise.resolve();
  const server = createServer(async (request, response) => {
    const { identity, code } = JSON.parse(await text(request)) as { identity: string; code: string };
    await open;
    codeOf(identity).resolve(code);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    codeFor: (identity) => codeOf(identity).promise,
    hold: () => {
      const { promise, resolve } = withResolvers<void>();
      open = promise;
      return resolve;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

// basic.ts on Cloudflare Workers, with the flag nodejs_compat. All instances of a Worker ask one Durable Object: that is one
// process, and its storage keeps what must not be lost.
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import { createYoga } from 'graphql-yoga';
import Keyv from 'keyv';
import { fromCloudflare, useEmailAuth } from 'pothos-plugin-email-auth/yoga';
import { createApp } from './basic.js';

/** What is used here of @cloudflare/workers-types. */
interface DurableObjectState {
  readonly storage: {
    get(key: string): Promise<string | undefined>;
    put(key: string, value: string): Promise<void>;
    delete(key: string): Promise<boolean>;
    deleteAll(): Promise<void>;
    list(): Promise<Map<string, string>>;
  };
}

interface Env {
  readonly EMAIL_AUTH_SIGNING_KEY: string;
  readonly LOGIN: {
    idFromName(name: string): object;
    get(id: object): { fetch(request: Request): Promise<Response> };
  };
}

const adapterOf = ({ storage }: DurableObjectState) => ({
  get: (key: string) => storage.get(key),
  set: (key: string, value: string) => storage.put(key, value),
  delete: (key: string) => storage.delete(key),
  clear: () => storage.deleteAll(),
  async *iterator() {
    yield* await storage.list();
  },
});

type AppArguments = Parameters<typeof createApp>;

/** @param options - such as `delivery`: providers/resend.ts sends with fetch. Without it, codes go to the terminal */
export const createLogin = (options: AppArguments[0] = {}, addFields?: AppArguments[1]) =>
  class Login {
    readonly yoga: { fetch(request: Request): Response | Promise<Response> };
    constructor(state: DurableObjectState, { EMAIL_AUTH_SIGNING_KEY: signingKey }: Env) {
      const cache = new Keyv({ store: adapterOf(state) });
      const { auth, schema } = createApp({ signingKey, cache, singleProcess: true, ...options }, addFields);
      const plugins = [useCSRFPrevention(), useEmailAuth(auth, { ip: fromCloudflare })];
      // No waitUntil: a Durable Object lives until its work is done.
      this.yoga = createYoga({ schema, cors: false, plugins });
    }
    fetch(request: Request) {
      return this.yoga.fetch(request);
    }
  };

export const Login = createLogin();

export default {
  fetch: (request: Request, { LOGIN }: Env) => LOGIN.get(LOGIN.idFromName('login')).fetch(request),
};

import { createYoga } from 'graphql-yoga';
import type { EmailAuth } from '../../src/email-auth.js';
import { useEmailAuth } from '../../src/yoga/index.js';

declare const auth: EmailAuth<{ role: 'admin' }>;

/** What a host of one's own adds to the context. */
interface Host {
  readonly clientAddress?: string;
  readonly executionCtx: { waitUntil(work: Promise<unknown>): void };
}

// Without a type of its own, the context is Yoga's.
useEmailAuth(auth, { ip: (ctx) => ctx.request.headers.get('cf-connecting-ip') });
// @ts-expect-error which has no such property
useEmailAuth(auth, { ip: (ctx) => ctx.clientAddress });
useEmailAuth(auth, { ip: (ctx: Host) => ctx.clientAddress });
useEmailAuth(auth, { ip: (ctx: Host) => ctx.clientAddress, waitUntil: (ctx: Host) => ctx.executionCtx });
useEmailAuth(auth, { waitUntil: (ctx: Host) => (work) => ctx.executionCtx.waitUntil(work) });
useEmailAuth(auth, { waitUntil: () => undefined });
// @ts-expect-error an address is text
useEmailAuth(auth, { ip: () => 42 });
// @ts-expect-error it is not waited for
useEmailAuth(auth, { ip: async () => '198.51.100.1' });

createYoga({ plugins: [useEmailAuth(auth, { ip: (ctx: Host) => ctx.clientAddress })] });

useEmailAuth(auth, { proxy: { hops: 1 } });
// @ts-expect-error no proxy is left out
useEmailAuth(auth, { proxy: null });
// @ts-expect-error no proxy is left out
useEmailAuth(auth, { proxy: false });
// @ts-expect-error one or the other
useEmailAuth(auth, { proxy: { hops: 1, trust: ['10.0.0.0/8'] } });
// @ts-expect-error an unknown option
useEmailAuth(auth, { proxies: { hops: 1 } });

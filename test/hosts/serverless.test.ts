import { beforeEach, describe, expect, it, vi } from 'vitest';
import { blockOf } from '../docs/pages.js';
import { overHttp } from './clients.js';
import { describeHost } from './contract.js';
import type { HostSettings } from './host-app.js';
import { awslambda, callerIp, onLambda, onVercel } from './platforms.js';
import { runHostBlock } from './run-host-block.js';

const platform = { direct: callerIp, takesProxies: false, tells: false, cacheControl: 'no-store' } as const;

/** What Next's `after` was told. Next itself is in next.slow.test.ts. */
const told: Promise<unknown>[] = [];

const startNext = async (settings: HostSettings) => {
  vi.doMock('next/server', () => ({ after: (work: Promise<unknown>) => void told.push(work) }));
  const { exports, stop } = await runHostBlock(blockOf('docs/serverless.md', 'next/server'), settings);
  vi.doUnmock('next/server');
  return { ...overHttp('https://app.example/graphql', onVercel(exports.POST as never)), stop };
};

const functions: Promise<void>[] = [];

const startLambda = async (settings: HostSettings) => {
  vi.stubGlobal('awslambda', awslambda);
  const { exports, stop } = await runHostBlock(
    blockOf('docs/serverless.md', 'awslambda.streamifyResponse'),
    settings,
  );
  const post = onLambda(exports.handler as never, (ended) => void functions.push(ended));
  return { ...overHttp('https://abc.lambda-url.example/graphql', post), stop };
};

describe('on Vercel', () => {
  beforeEach(() => {
    vi.stubEnv('VERCEL', '1');
    vi.stubEnv('VERCEL_URL', 'app.vercel.app');
  });
  describeHost({ ...platform, name: 'a route of Next', start: startNext });
  it('is told of the mails', async () => {
    expect(told.length).toBeGreaterThan(1);
    await Promise.all(told);
  });
});
describe('where the runtime streams answers', () => {
  beforeEach(() => void vi.stubGlobal('awslambda', awslambda));
  describeHost({ ...platform, name: 'AWS Lambda', start: startLambda });
  it('lives until the mails are sent', async () => {
    expect(functions.length).toBeGreaterThan(1);
    await Promise.all(functions);
  });
});

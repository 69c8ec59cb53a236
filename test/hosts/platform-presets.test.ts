import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fromCloudflare, fromLambda, fromVercel, useEmailAuth } from '../../src/yoga/index.js';
import { createTestAuth } from '../support/service.js';

const forged = '203.0.113.66';
const names = ['x-real-ip', 'x-forwarded-for', 'cf-connecting-ip', 'x-vercel-forwarded-for', 'forwarded'];
/** A request that claims to come from somewhere, in every header that a platform could write. */
const claiming = () => ({
  request: new Request('http://server/graphql', {
    headers: Object.fromEntries(names.map((name) => [name, forged])),
  }),
});

const warnings: string[] = [];
beforeEach(() => {
  warnings.length = 0;
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void warnings.push(line));
});
afterEach(() => void vi.restoreAllMocks());

describe.each([
  ['fromVercel', fromVercel],
  ['fromCloudflare', fromCloudflare],
  ['fromLambda', fromLambda],
])('%s', (name, preset) => {
  it('believes no header where its platform is not, and says so', async () => {
    const { auth } = createTestAuth();
    expect(preset(claiming())).toBeNull();
    const { auth: state } = await auth.context(claiming(), preset);
    await auth.requestLoginCode('ada@example.com', { ip: state.ip });
    await auth.close();
    expect(state.ip).toBeNull();
    expect(warnings).toEqual([expect.stringContaining('useEmailAuth(auth, { ip: (ctx) => … })')]);
  });

  it(`is an option of useEmailAuth, and not beside proxy: ${name}`, () => {
    const { auth } = createTestAuth();
    expect(() => useEmailAuth(auth, { ip: preset })).not.toThrow();
    expect(() => useEmailAuth(auth, { ip: preset, proxy: { hops: 1 } })).toThrow(/^proxy and ip exclude/);
  });
});

describe('on its platform', () => {
  it('reads what Vercel writes', () => {
    vi.stubEnv('VERCEL', '1');
    vi.stubEnv('VERCEL_URL', 'app-1a2b3c.vercel.app');
    expect(fromVercel(claiming())).toBe(forged);
    expect(fromVercel({ request: new Request('http://server/') })).toBeNull();
    vi.stubEnv('VERCEL', '0');
    expect(fromVercel(claiming())).toBeNull();
  });

  it('believes no header on another server that has the file of `vercel env pull`', () => {
    vi.stubEnv('VERCEL', '1');
    vi.stubEnv('VERCEL_ENV', 'production');
    for (const address of ['', undefined]) {
      vi.stubEnv('VERCEL_URL', address);
      expect(fromVercel(claiming())).toBeNull();
    }
  });

  it('reads what Cloudflare writes', () => {
    vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' });
    expect(fromCloudflare(claiming())).toBe(forged);
    vi.stubGlobal('navigator', { userAgent: 'Node.js/24' });
    expect(fromCloudflare(claiming())).toBeNull();
  });

  it.each<[string, object | undefined, string | null]>([
    ['an HTTP API or a function URL', { http: { sourceIp: '198.51.100.7' } }, '198.51.100.7'],
    ['a REST API', { identity: { sourceIp: '2001:db8::7' } }, '2001:db8::7'],
    ['a load balancer', { elb: { targetGroupArn: 'arn' } }, null],
    ['something else', undefined, null],
  ])('reads the event of AWS, whatever the headers say: %s', (_, requestContext, expected) => {
    const headers = Object.fromEntries(names.map((name) => [name, forged]));
    expect(fromLambda({ ...claiming(), event: { headers, requestContext } } as object)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { createDeploymentWatch } from '../../src/http/deployment-watch.js';

const contextOf = (remoteAddress: string, headers: Record<string, string> = {}) => ({
  request: new Request('http://server/graphql', { headers }),
  req: { socket: { remoteAddress } },
});
const open = (counting: boolean) => {
  const warnings: string[] = [];
  return { warnings, watch: createDeploymentWatch((message) => warnings.push(message), counting) };
};
const proxy = '10.0.0.1';

describe('a deployment that looks wrong', () => {
  it('is warned about once: a header of a proxy, but no proxy trusted', () => {
    const { watch, warnings } = open(false);
    watch(contextOf(proxy), proxy, false);
    expect(warnings).toEqual([]);
    for (let i = 0; i < 3; i += 1)
      watch(contextOf(proxy, { 'x-forwarded-for': '198.51.100.1' }), proxy, false);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/x-forwarded-for.*no proxy is trusted.*useEmailAuth\(auth, \{ proxy/);
  });

  it('is warned about once: every request from one address', () => {
    const { watch, warnings } = open(true);
    for (let i = 0; i < 3000; i += 1) watch(contextOf(proxy), proxy, true);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('all came from one address');
  });

  it('is told that the host may have the address, too', () => {
    const { watch, warnings } = open(false);
    watch(contextOf(proxy, { forwarded: 'for=198.51.100.1' }), proxy, false);
    expect(warnings[0]).toContain('useEmailAuth(auth, { ip: (ctx) => … })');
  });

  it('is not one where the host gives no address: that has a warning of its own', () => {
    const { watch, warnings } = open(true);
    const context = {
      request: new Request('http://server/graphql', { headers: { 'x-real-ip': '198.51.100.1' } }),
    };
    for (let i = 0; i < 3000; i += 1) watch(context, null, false);
    expect(warnings).toEqual([]);
  });

  it('is not one with two callers, with a trusted proxy, or in development', () => {
    const { watch, warnings } = open(true);
    watch(contextOf('198.51.100.1'), '198.51.100.1', false);
    for (let i = 0; i < 3000; i += 1) watch(contextOf(proxy), proxy, true);
    watch(contextOf(proxy, { forwarded: 'for=198.51.100.1' }), '198.51.100.1', true);
    const development = open(false);
    for (let i = 0; i < 3000; i += 1) development.watch(contextOf('127.0.0.1'), '127.0.0.1', false);
    expect([...warnings, ...development.warnings]).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { hungUp, parseAddress } from '../../src/core/address.js';
import {
  codeBudget,
  failureCounters,
  homeNetworkOf,
  joinerAttempts,
  joinerLifetime,
  longMailCounters,
  mailLimits,
  refuseLimited,
  requestCounters,
  resendCounters,
} from '../../src/flows/counters.js';
import type { ServiceParts } from '../../src/flows/service-parts.js';
import type { EmailAuthOptions, LimitsOptions } from '../../src/index.js';
import { readOptions } from '../../src/options/settings.js';
import { identityName } from '../support/identity-names.js';
import { noLimits, signingKey } from '../support/service.js';

const address = parseAddress('192.0.2.1');
const addressV6 = parseAddress('2001:db8:1:2::3');
const unknown = parseAddress(null);
const ada = identityName('ada');

const open = (options: EmailAuthOptions = {}) => {
  const told: object[] = [];
  const secret = {
    identityNames: (identity: string) => [`new(${identity})`, `old(${identity})`],
    networkName: (network: string) => `net(${network})`,
    everybody: 'everybody',
  };
  const settings = readOptions({ signingKey, delivery: async () => {}, ...options });
  // Boundary: what is counted needs no more than these.
  const parts = { settings, secret, emit: (event: object) => told.push(event) } as unknown as ServiceParts;
  return { parts, told };
};

const withLimits = (limits: LimitsOptions) => open({ limits: { ...noLimits, ...limits } });

/** Names are what the cache and the events hold: a release that changes one forgets what was counted under it. */
describe('what is counted, under which name, how often and for how long:', () => {
  it('the pause between two codes, for one identity and one network', () => {
    const { parts } = open({ loginCode: { resendAfter: 30 } });
    const pause = { option: 'resendAfter', limit: 1, window: 30_000 };
    expect(resendCounters(parts, ada, address)).toEqual([
      { ...pause, name: 'resendAfter:ada:net(192.0.2.1)' },
    ]);
    expect(resendCounters(parts, ada, addressV6)).toEqual([
      { ...pause, name: 'resendAfter:ada:net(2001:db8:1:2::/64)' },
    ]);
  });

  it('no pause for callers without an address, nor where there is to be none', () => {
    expect(resendCounters(open().parts, ada, unknown)).toEqual([]);
    expect(resendCounters(open({ loginCode: { resendAfter: 0 } }).parts, ada, address)).toEqual([]);
    expect(resendCounters(open({ loginCode: { resendAfter: 1 } }).parts, ada, address)).toHaveLength(1);
  });

  it('requests of each network that an address counts for, beside the pause', () => {
    const { parts } = open({ limits: { requestsPerIp: { limit: 3, window: 60 } } });
    const requests = { option: 'requestsPerIp', window: 60_000 };
    expect(requestCounters(parts, ada, addressV6)).toEqual([
      { ...requests, name: 'requestsPerIp:net(2001:db8:1:2::/64)', limit: 3 },
      { ...requests, name: 'requestsPerIp:net(2001:db8:1::/48)', limit: 30 },
      expect.objectContaining({ option: 'resendAfter' }),
    ]);
    expect(requestCounters(withLimits({}).parts, ada, unknown)).toEqual([]);
  });

  it('mails to a mailbox, half of them for strangers, and long codes to an identity', () => {
    const { parts } = open({
      limits: { mailsPerIdentity: { limit: 5, window: 60 } },
      loginCode: { lifetime: 300 },
    });
    const long = { option: 'mailsPerIdentity', limit: 1, window: 300_000 };
    const plain = 'ada@example.com';
    const limits = {
      all: { name: `mailsPerIdentity:new(${plain})`, limit: 5, window: 60_000 },
      strangers: 3,
    };
    const ofPlain = { ...long, name: `longMails:new(${plain})` };
    expect(mailLimits(parts, plain)).toEqual({ ...limits, long: ofPlain, tagged: null });
    expect(longMailCounters(parts, plain)).toEqual([ofPlain]);

    const tagged = 'ada+tag@example.com';
    const ofTagged = { ...long, name: `longMails:new(${tagged})` };
    const ofAll = { ...long, name: `longMails:new(${plain}):tagged` };
    expect(mailLimits(parts, tagged)).toEqual({ ...limits, long: ofTagged, tagged: ofAll });
    expect(longMailCounters(parts, tagged)).toEqual([ofTagged, ofAll]);
  });

  it('no mails where they have no limit', () => {
    const { parts } = withLimits({});
    expect(mailLimits(parts, 'ada@example.com')).toBeNull();
    expect(longMailCounters(parts, 'ada@example.com')).toEqual([]);
  });

  it('failed logins, which block; without an address they hold up nobody with a challenge', () => {
    const { parts } = open({ limits: { failuresPerIp: { limit: 2, window: 60 } } });
    const failuresOf = (of: typeof address) => failureCounters(parts, of).map(({ counter }) => counter);
    const failures = { option: 'failuresPerIp', window: 60_000, block: true };
    expect(failuresOf(address)).toEqual([{ ...failures, name: 'failuresPerIp:net(192.0.2.1)', limit: 2 }]);
    expect(failuresOf(unknown)).toEqual([
      { ...failures, name: 'failuresPerIp:net(unknown)', limit: 200, sparesHolders: true },
    ]);
    expect(failureCounters(withLimits({}).parts, address)).toEqual([]);
  });

  it('the tries of a joiner, for the lives of two codes', () => {
    const { parts } = open({ loginCode: { lifetime: 300, attempts: 4 } });
    expect(joinerLifetime(parts)).toBe(600_000);
    expect(joinerAttempts(parts, 'hash')).toEqual({
      ...{ name: 'joiner:hash', option: 'attempts', limit: 4, window: 600_000 },
    });
  });

  it('what decides between short and long codes', () => {
    const { parts } = open({
      limits: {
        shortCodesPerIdentity: { limit: 1, window: 2 },
        failuresPerIdentity: { limit: 3, window: 4 },
        shortCodeFailures: { limit: 5, window: 6 },
      },
    });
    expect(codeBudget(parts, ada)).toEqual({
      shortCodes: { name: 'shortCodesPerIdentity:ada', limit: 1, window: 2000 },
      failures: { name: 'failuresPerIdentity:ada', limit: 3, window: 4000 },
      all: { name: 'shortCodeFailures:everybody', limit: 5, window: 6000 },
    });
    const none = { shortCodes: null, failures: null, all: null };
    expect(codeBudget(withLimits({}).parts, ada)).toEqual(none);
  });
});

it('a network is known by its name, unless the caller has none or has hung up', () => {
  const { parts } = open();
  expect(homeNetworkOf(parts, address)).toBe('net(192.0.2.1)');
  expect(homeNetworkOf(parts, addressV6)).toBe('net(2001:db8:1:2::/64)');
  expect(homeNetworkOf(parts, unknown)).toBeNull();
  expect(homeNetworkOf(parts, parseAddress(hungUp))).toBeNull();
});

it('a limit that is reached is told, and refused for as long as it lasts', () => {
  const { parts, told } = open();
  const limited = { outcome: 'limited', limit: 'requestsPerIp', retryAfter: 1500 } as const;
  const refusal = refuseLimited(parts, limited, address.ip, 'ada@example.com');
  expect(refusal).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfter: 2 });
  expect(told).toEqual([
    {
      ...{ type: 'limit.reached', ip: address.ip, identity: 'ada@example.com', limit: 'requestsPerIp' },
      retryAfter: 2,
    },
  ]);
});

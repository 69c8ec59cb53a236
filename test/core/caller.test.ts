import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/core/address.js';
import { type Caller, inField, parseCaller } from '../../src/core/caller.js';

const ip = '::ffff:192.0.2.1';
const written = '192.0.2.1';

describe('a parsed address', () => {
  it('is taken as it is, and knows its networks once', () => {
    const address = parseAddress('2001:db8:1:2::3');
    expect(parseAddress(address)).toBe(address);
    expect(address.networks).toBe(address.networks);
    expect(Object.isFrozen(address)).toBe(true);
  });

  it.each([
    ['with the same properties', { ip: written, networks: [], displayNetwork: null }],
    ['that inherits from one', Object.create(parseAddress(written))],
    ['that stands in for one', new Proxy(parseAddress(written), {})],
  ])('is nothing %s', (_, posing) => {
    expect(parseAddress(posing).ip).toBeNull();
  });
});

describe('a parsed caller', () => {
  it('has the one spelling of its address, and is taken as it is', () => {
    const caller = parseCaller({ ip });
    expect([caller.ip, caller.address.ip]).toEqual([written, written]);
    expect(parseCaller(caller)).toBe(caller);
  });

  it('is nobody that is known where a host names none', () => {
    expect(parseCaller(undefined).ip).toBeNull();
  });

  it.each<[string, (caller: Caller) => Caller]>([
    ['a copy', (caller) => ({ ...caller, ip: '198.51.100.7' })],
    ['what inherits from it', (caller) => Object.create(caller, { ip: { value: '198.51.100.7' } })],
    ['what stands in for it', (caller) => new Proxy({ ...caller, ip: '198.51.100.7' }, {})],
    [
      'what has its address',
      (caller) => Object.assign({ ip: '198.51.100.7' }, { address: parseCaller(caller).address }),
    ],
  ])('is not %s: that is parsed', (_, make) => {
    const posing = parseCaller(make(parseCaller({ ip })));
    expect([posing.ip, posing.address.ip]).toEqual(['198.51.100.7', '198.51.100.7']);
  });

  it('asks the host for the rest when it is needed', () => {
    const asked: string[] = [];
    const note = (what: string) => void asked.push(what);
    const caller = parseCaller({
      get ip() {
        note('ip');
        return ip;
      },
      get userAgent() {
        return note('userAgent');
      },
      get locale() {
        return note('locale');
      },
      get headers() {
        return note('headers');
      },
      get replied() {
        return note('replied');
      },
      get waitUntil() {
        return note('waitUntil');
      },
    } as unknown as Caller);
    const other = inField(caller, { args: {}, findWaitUntil: () => note('context') as never });
    expect(asked).toEqual(['ip']);
    const { userAgent, locale, headers, replied, waitUntil, address } = other;
    expect([userAgent, locale, headers, replied, waitUntil, address]).toEqual([
      ...[null, null, undefined, undefined, undefined],
      caller.address,
    ]);
    expect(asked).toEqual(['ip', 'userAgent', 'locale', 'headers', 'replied', 'waitUntil', 'context']);
  });

  it('can be copied where it leaves our hands, and not changed', () => {
    const replied = Promise.resolve();
    const waitUntil = () => {};
    const headers = new Headers({ 'x-captcha': 'token' });
    const rest = { userAgent: 'x', locale: 'de', headers, replied, waitUntil };
    const other = inField(parseCaller({ ip, ...rest }), {
      args: { captcha: 'token' },
      findWaitUntil: () => undefined,
    });
    const seen = { ip: written, ...rest, args: { captcha: 'token' } };
    expect({ ...other }).toEqual(seen);
    expect(Object.create(other)).toMatchObject(seen);
    expect(Object.isFrozen(other)).toBe(true);
    expect(parseCaller(other)).toBe(other);
  });
});

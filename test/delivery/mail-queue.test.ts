import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/core/address.js';
import { createMailQueue, type Place } from '../../src/delivery/mail-queue.js';
import { createMailSchedule } from '../../src/delivery/mail-schedule.js';
import { addressOf } from '../support/addresses.js';
import { createFakeClock } from '../support/fake-clock.js';

/** A queue whose mails take so long that they start 100 ms apart. */
const open = ({ places = 1000, requestsPerIp = 10 } = {}) => {
  const clock = createFakeClock();
  const durations = { median: () => 500 };
  const options = { clock, durations, concurrency: 5, queue: places, lifetime: 300_000 };
  const queue = createMailQueue({ clock, schedule: createMailSchedule(options), places, requestsPerIp });
  /** Asks as a network that the identity knows, or does not know: what only the store can tell. */
  const ask = (ip: string | null, identity: string, isKnown: boolean): Place | number => {
    const place = queue.take({ address: parseAddress(ip), identity });
    if (place?.crowded && !isKnown) {
      place.free();
      return queue.untilCalm();
    }
    if (place && place.schedule() !== null) return place;
    return queue.untilFree({ address: parseAddress(ip), identity });
  };
  const isPlace = (answer: Place | number): answer is Place => typeof answer === 'object';
  /** As many requests as are said, from addresses of their own; answers with the places. */
  const fill = (count: number, isKnown: boolean) =>
    Array.from({ length: count }, (_, i) => ask(addressOf(i), `user-${i}@example.com`, isKnown)).filter(
      isPlace,
    );
  return { clock, queue, ask, fill };
};

describe('places in the queue', () => {
  it('are as many as is said, and free again when a mail begins', () => {
    const { ask, fill } = open({ places: 20 });
    const places = fill(100, true);
    expect(places).toHaveLength(20);
    places[0]?.free();
    places[0]?.free();
    expect(ask('192.0.2.1', 'ada@example.com', true)).toBeTypeOf('object');
    expect(ask('192.0.2.2', 'eve@example.com', true)).toBeTypeOf('number');
  });

  it('tell when the next one is free', () => {
    const { clock, ask, fill } = open({ places: 20 });
    fill(20, true)[0]?.free();
    ask('192.0.2.1', 'ada@example.com', true);
    expect(ask('192.0.2.2', 'eve@example.com', true)).toBe(100);
    clock.advance(0.04);
    expect(ask('192.0.2.2', 'eve@example.com', true)).toBe(60);
  });

  it('are at most a hundredth for one network', () => {
    const { ask } = open({ places: 10_000, requestsPerIp: 10 });
    const answers = Array.from({ length: 120 }, (_, i) => ask('192.0.2.1', `user-${i}@example.com`, false));
    expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(100);
    expect(answers.at(-1)).toBe(0);
    expect(ask('192.0.2.2', 'ada@example.com', false)).toBeTypeOf('object');
  });

  it('tell a network when one of its own is free', () => {
    const { ask, fill } = open({ places: 1000 });
    fill(100, false);
    for (let i = 0; i < 10; i += 1) ask('192.0.2.1', `mallory-${i}@example.com`, false);
    expect(ask('192.0.2.1', 'mallory@example.com', false)).toBe(10_000);
  });

  it('are as many as a network may make requests, where that is more', () => {
    const { ask } = open({ places: 100, requestsPerIp: 10 });
    const answers = Array.from({ length: 20 }, (_, i) => ask('192.0.2.1', `user-${i}@example.com`, false));
    expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(10);
  });

  it('are counted for an IPv6 network as its limits are: by /64, and ten times that by /48', () => {
    const { ask } = open();
    const from = (subnet: number, host: number) =>
      ask(`2001:db8:1:${subnet.toString(16)}::${host + 1}`, `user-${subnet}-${host}@example.com`, false);
    const grid = Array.from({ length: 20 }, (_, subnet) =>
      Array.from({ length: 20 }, (_, host) => from(subnet, host)),
    );
    const taken = grid.map((answers) => answers.filter((answer) => typeof answer === 'object').length);
    expect(taken).toEqual([...new Array(10).fill(10), ...new Array(10).fill(0)]);
  });

  it('are shared by all callers without an address, at 100 times the share of one', () => {
    const { ask } = open({ places: 10_000 });
    const answers = Array.from({ length: 4000 }, (_, i) => ask(null, `user-${i}@example.com`, false));
    expect(answers.every((answer) => typeof answer === 'object')).toBe(true);
  });

  it('are given back by a request that comes to nothing, with its start time', () => {
    const { queue, ask } = open();
    for (let i = 0; i < 5000; i += 1)
      queue.take({ address: parseAddress('192.0.2.1'), identity: 'a@example.com' })?.free();
    expect(ask('192.0.2.1', 'ada@example.com', false)).toBeTypeOf('object');
    const place = queue.take({ address: parseAddress('192.0.2.1'), identity: 'eve@example.com' });
    expect(place?.schedule()).toBe(100);
  });

  it('are not taken by requests of a network that was refused, until one of them is accepted', () => {
    const { clock, queue, ask } = open({ places: 20 });
    const take = (index: number) =>
      queue.take({ address: parseAddress(addressOf(index)), identity: `user-${index}@example.com` });
    for (let i = 0; i < 20; i += 1) take(i)?.refuse(1000);
    const standing = Array.from({ length: 20 }, (_, i) => take(i));
    expect(ask('192.0.2.1', 'ada@example.com', false)).toBeTypeOf('object');
    // What is accepted all the same fills the first half, as a stranger's may.
    expect(standing.filter((place) => place && place.schedule() !== null)).toHaveLength(9);
    clock.advance(1);
    expect(queue.take({ address: parseAddress(addressOf(0)), identity: 'eve@example.com' })?.crowded).toBe(
      true,
    );
  });

  it('do not keep anybody waiting for mails that began before their time', () => {
    const { queue, fill } = open();
    for (const place of fill(500, false)) place.free();
    const place = queue.take({ address: parseAddress('192.0.2.1'), identity: 'ada@example.com' });
    expect(place?.schedule()).toBe(100);
  });
});

describe('the second half of the places', () => {
  it('is not for strangers, however many they are', () => {
    const { queue, ask, fill } = open();
    expect(fill(5000, false)).toHaveLength(500);
    const place = queue.take({ address: parseAddress('192.0.2.1'), identity: 'eve@example.com' });
    expect(place?.crowded).toBe(true);
    place?.free();
    expect(ask('192.0.2.1', 'stranger@example.com', false)).toBe(0);
    expect(ask('192.0.2.1', 'ada@example.com', true)).toBeTypeOf('object');
    expect(ask('192.0.2.2', 'stranger@example.com', false)).toBe(100);
  });

  it('has one place for an identity', () => {
    const { clock, ask, fill } = open();
    fill(500, false);
    const first = ask('192.0.2.1', 'ada@example.com', true);
    expect(first).toBeTypeOf('object');
    clock.advance(20);
    expect(ask('192.0.2.2', 'ada@example.com', true)).toBe(30_000);
    if (typeof first === 'object') first.free();
    expect(ask('192.0.2.2', 'ada@example.com', true)).toBeTypeOf('object');
  });

  it('has one place for an identity where requests come in parallel from one network', () => {
    const { queue, fill } = open();
    fill(500, false);
    const request = { address: parseAddress('192.0.2.1'), identity: 'ada@example.com' };
    const places = Array.from({ length: 10 }, () => queue.take(request));
    expect(places.filter((place) => place !== null)).toHaveLength(1);
  });

  it('has one place for an identity where its network has its share already', () => {
    const { queue, ask, fill } = open();
    fill(500, false);
    for (let i = 0; i < 10; i += 1) ask('192.0.2.1', `known-${i}@example.com`, true);
    const request = { address: parseAddress('192.0.2.1'), identity: 'ada@example.com' };
    const places = Array.from({ length: 10 }, () => queue.take(request));
    expect(places.map((place) => place?.schedule() ?? null)).toEqual(new Array(10).fill(null));
  });

  it('is open to an owner whose code strangers ask for, before and meanwhile', () => {
    const { queue, ask, fill } = open();
    const places = Array.from({ length: 500 }, (_, i) => ask(addressOf(i), 'ada@example.com', false));
    expect(places.every((place) => typeof place === 'object')).toBe(true);
    // A stranger's request, of which the store has not said yet that it is one.
    expect(queue.take({ address: parseAddress('203.0.113.1'), identity: 'ada@example.com' })?.crowded).toBe(
      true,
    );
    expect(ask('192.0.2.1', 'ada@example.com', true)).toBeTypeOf('object');
    expect(fill(1000, true).length).toBeGreaterThan(0);
  });
});

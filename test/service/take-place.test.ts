import { expect, it } from 'vitest';
import { parseAddress } from '../../src/core/address.js';
import type { Mailing } from '../../src/flows/send-code.js';
import type { ServiceParts } from '../../src/flows/service-parts.js';
import { refuseCrowded, schedule, takePlace } from '../../src/flows/take-place.js';
import { readOptions } from '../../src/options/settings.js';
import type { ReleaseStep } from '../../src/store/code-steps.js';
import { signingKey } from '../support/service.js';

const ip = '192.0.2.1';
const address = parseAddress(ip);
const identity = 'ada@example.com';
const now = 1_767_225_600_000;
const mailing: Mailing = {
  question: { ip, userAgent: null, locale: 'en', args: {} },
  ...{ id: '1', identity, address, code: '123456', long: true, requestedAt: now, expiresAt: now + 300_000 },
};

/** A queue in which no place is free. */
const open = () => {
  const told: object[] = [];
  const released: ReleaseStep[] = [];
  const parts = {
    settings: readOptions({ signingKey, clock: () => now, delivery: async () => {} }),
    secret: {
      identityNames: (name: string) => [`id(${name})`],
      networkName: (name: string) => `net(${name})`,
    },
    emit: (event: object) => told.push(event),
    queue: { take: () => null, untilFree: () => 2500, untilCalm: () => 3500 },
    store: {
      release: async (step: ReleaseStep) => {
        await new Promise(setImmediate);
        released.push(step);
      },
    },
    // Boundary: a place is taken with no more than these.
  } as unknown as ServiceParts;
  return { parts, told, released };
};

const place = (wait: number | null) => ({ crowded: false, schedule: () => wait, free() {}, refuse() {} });
const refused = (retryAfter: number) => ({ code: 'DELIVERY_UNAVAILABLE', retryAfter });
const full = (retryAfter: number) => ({ type: 'limit.reached', ip, limit: 'delivery.queue', retryAfter });

it('without a place a request is refused until there may be one', () => {
  const { parts, told } = open();
  expect(() => takePlace(parts, { address, identity })).toThrow(expect.objectContaining(refused(3)));
  expect(told).toEqual([full(3)]);
});

it('a stranger in a crowd is refused until it is over', () => {
  const { parts, told } = open();
  expect(refuseCrowded(parts, ip)).toMatchObject(refused(4));
  expect(told).toEqual([full(4)]);
});

it('a mail that gets no start time has its pause and its long code given back before it is refused', async () => {
  const { parts, told, released } = open();
  await expect(schedule(parts, mailing, place(null))).rejects.toMatchObject(refused(3));
  expect(told).toEqual([full(3)]);
  expect(released).toEqual([
    {
      now,
      counters: [`resendAfter:id(${identity}):net(${ip})`],
      mail: { counters: [`longMails:id(${identity})`], expiresAt: now + 300_000 },
    },
  ]);
});

it('a mail that gets a start time is sent then', async () => {
  const { parts, told, released } = open();
  const itsPlace = place(7);
  expect(await schedule(parts, mailing, itsPlace)).toEqual({ ...mailing, place: itsPlace, wait: 7 });
  expect([told, released]).toEqual([[], []]);
});

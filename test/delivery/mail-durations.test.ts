import { describe, expect, it } from 'vitest';
import { createMailDurations } from '../../src/delivery/mail-durations.js';
import { createFakeClock } from '../support/fake-clock.js';

const open = () => {
  const clock = createFakeClock();
  const durations = createMailDurations(clock);
  const mail = (domain: string, seconds: number) =>
    durations.measure(domain, async () => clock.advance(seconds));
  return { clock, durations, mail };
};

describe('the durations of mails', () => {
  it('are unknown until a mail was measured', async () => {
    const { durations, mail } = open();
    expect(durations.median()).toBeNull();
    await mail('example.com', 2);
    expect(durations.median()).toBe(2000);
  });

  it('count a mail that fails like any other, and hand its error on', async () => {
    const { clock, durations } = open();
    const failing = durations.measure('example.com', async () => {
      clock.advance(3);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(durations.median()).toBe(3000);
  });

  it('have one voice a domain, however many mails a domain gets', async () => {
    const { durations, mail } = open();
    for (let i = 0; i < 50; i += 1) await mail(`tarpit.test`, 30);
    await mail('one.test', 1);
    await mail('two.test', 2);
    expect(durations.median()).toBe(2000);
  });

  it('are not set by a slow domain beside a quick one', async () => {
    const { durations, mail } = open();
    await mail('quick.test', 1);
    await mail('tarpit.test', 30);
    expect(durations.median()).toBe(1000);
  });

  it('count each identity without a domain by itself', async () => {
    const { durations, mail } = open();
    for (let i = 0; i < 5; i += 1) await mail('+431', 9);
    await mail('+432', 1);
    await mail('+433', 1);
    expect(durations.median()).toBe(1000);
  });

  it('are forgotten after an hour, and when there are too many of them', async () => {
    const { clock, durations, mail } = open();
    await mail('example.com', 2);
    clock.advance(3601);
    expect(durations.median()).toBeNull();
    for (let i = 0; i < 20; i += 1) await mail('example.com', i < 10 ? 9 : 1);
    expect(durations.median()).toBe(1000);
    for (let i = 0; i < 1000; i += 1) await mail(`${i}.test`, 0);
    for (let i = 0; i < 1000; i += 1) await mail(`${i}.example`, 0.001);
    expect(durations.median()).toBe(1);
  });

  it('are never negative, whatever happens to the clock', async () => {
    const { durations, mail } = open();
    await mail('example.com', -60);
    expect(durations.median()).toBe(0);
  });
});

import { afterEach, expect, it, vi } from 'vitest';
import { createWatchers } from '../../src/core/watchers.js';

afterEach(() => void vi.useRealTimers());

it('a step is not measured while nobody watches', () => {
  const watchers = createWatchers();
  const now = vi.spyOn(performance, 'now');
  try {
    watchers.beginStep('redeem')(null);
    expect(now).not.toHaveBeenCalled();
    const stop = watchers.add({ onEvent: () => {}, onStep: () => {} });
    watchers.beginStep('redeem')(null);
    expect(now).toHaveBeenCalledTimes(2);
    stop();
    watchers.beginStep('redeem')(null);
    expect(now).toHaveBeenCalledTimes(2);
  } finally {
    now.mockRestore();
  }
});

it('a watcher that throws or rejects keeps nothing from the others', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const watchers = createWatchers();
  const heard = vi.fn();
  const broken = () => {
    throw new Error('broken');
  };
  watchers.add({ onEvent: broken, onStep: broken });
  watchers.add({ onEvent: () => Promise.reject(new Error('late')), onStep: heard });
  watchers.add({ onEvent: heard, onStep: heard });
  watchers.onEvent({ type: 'code.withheld', at: 0, ip: null, identity: 'ada@example.com' });
  const end = watchers.beginStep('alive');
  vi.advanceTimersByTime(250);
  end('ECONNREFUSED');
  expect(heard).toHaveBeenCalledTimes(3);
  expect(heard).toHaveBeenLastCalledWith({ step: 'alive', duration: 0.25, failure: 'ECONNREFUSED' });
});

it('whoever begins to watch while an event is told hears of the next one', () => {
  const watchers = createWatchers();
  let count = 0;
  const onEvent = () => {
    count += 1;
    if (count < 100) watchers.add({ onEvent, onStep: () => {} });
  };
  onEvent();
  for (const expected of [2, 4, 8]) {
    watchers.onEvent({ type: 'code.withheld', at: 0, ip: null, identity: 'ada@example.com' });
    expect(count).toBe(expected);
  }
});

import { describe, expect, it } from 'vitest';
import { programs } from './http/servers.js';
import { measureEverything, type Plan } from './measure-everything.js';
import { writeReport } from './report.js';
import { stepScenarios } from './step-scenarios.js';

/** So short that its figures say nothing. */
const tiny: Plan = {
  http: { rounds: 1, slice: 20, warmUp: 10, requestsFirst: 1 },
  starts: 1,
  inProcess: { time: 10, processes: 2 },
  inMemory: { callers: 200, records: 1000 },
  redis: { rounds: 1, calls: 100 },
};

describe('npm run bench', () => {
  it('measures every server and every step, and writes a page that says so', async () => {
    const results = await measureEverything(tiny, () => {});
    const figures = [
      ...results.http.flatMap(({ cpu, rate }) => [cpu, rate]),
      ...results.inProcess.map(({ microseconds }) => microseconds),
      ...results.coldStarts.flatMap(({ milliseconds, cpu }) => [milliseconds, cpu]),
      ...results.inMemory.kept.map(({ most }) => most),
      ...results.inMemory.pauses.map(({ longest }) => longest),
      ...results.redis.map(({ cpu }) => cpu),
    ];
    expect(figures.filter((figure) => !(figure > 0))).toEqual([]);
    expect(new Set(results.http.map(({ server }) => server))).toEqual(new Set(Object.keys(programs)));
    expect(results.redis.map(({ step }) => step)).toEqual(Object.keys(stepScenarios));
    expect(results.inMemory.pauses.at(-1)?.records[1]).toBe(0);
    const page = writeReport(results);
    for (const name of [...Object.keys(programs), ...Object.keys(stepScenarios)])
      expect(page).toContain(name);
  }, 600_000);
});

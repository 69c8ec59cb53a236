// `npm run bench:memory` prints what state in memory costs with a million callers, which takes half an hour. `-- 100000` are as many as
// `npm run bench` has.
import { measureInMemory } from './in-memory/run.js';
import { writeInMemory } from './report.js';

const main = async (callers: number): Promise<void> => {
  console.info(writeInMemory(await measureInMemory({ callers, records: 1_000_000 })));
};

void main(Number(process.argv[2] ?? 1_000_000));

// Measures what the library does without a network, in a process of its own, and tells its parent.
import { measureAll } from './measure.js';
import { schemaWork } from './schema-work.js';
import { serviceWork } from './service-work.js';
import { stepWork } from './step-work.js';
import { tokenWork } from './token-work.js';

const main = async (): Promise<void> => {
  const time = Number(process.argv[2]);
  const work = [...(await tokenWork()), ...(await serviceWork()), ...(await schemaWork()), ...stepWork()];
  process.send?.(await measureAll(work, { time }));
};

void main();

// `npm run bench` measures for some minutes and writes BENCHMARKS.md. `npm run bench -- --quick` takes less than two, and
// prints what it would have written.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { measureEverything, quick, thorough } from './measure-everything.js';
import { writeReport } from './report.js';

const page = resolve(import.meta.dirname, '../../BENCHMARKS.md');

const main = async (isQuick: boolean): Promise<void> => {
  const say = (what: string) => console.error(`measuring ${what}`);
  const text = writeReport(await measureEverything(isQuick ? quick : thorough, say));
  if (isQuick) console.info(text);
  else await writeFile(page, text);
};

void main(process.argv.includes('--quick'));

// A setup file: properties try the same cases in each run (see seed.ts).
import * as fc from 'fast-check';
import { seed } from './seed.js';

fc.configureGlobal({ seed });

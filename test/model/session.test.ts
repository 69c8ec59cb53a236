import { whyNoSpin } from '../support/spin.js';
import { describeWorlds } from './describe-worlds.js';
import { inBrief } from './worlds.js';

const missing = await whyNoSpin();

describeWorlds('a model of the session', inBrief, { macros: { GENERATIONS: 3 }, missing, timeout: 60_000 });

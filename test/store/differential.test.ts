import { describeBoth } from './differential.js';

describeBoth(Number(process.env.SEQUENCES ?? 200));

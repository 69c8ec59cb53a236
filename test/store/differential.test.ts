import { describeBoth } from './differential.js';

describeBoth(Number(process.env.SEQUENCES ?? 120));

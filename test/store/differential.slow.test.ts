import { describeBoth } from './differential.js';

describeBoth(1500);

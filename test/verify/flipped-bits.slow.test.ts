import './flipped-bits.test.js';

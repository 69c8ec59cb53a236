// The same as in the quick file, and more of it.
import './random-schemas.test.js';

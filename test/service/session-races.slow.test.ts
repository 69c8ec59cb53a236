// The same as in the quick file, and more of it.
import './session-races.test.js';

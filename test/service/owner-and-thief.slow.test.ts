// The same as in the quick file, and more of it.
import './owner-and-thief.test.js';

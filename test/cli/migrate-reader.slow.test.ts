// The same as in the quick file, and more of it.
import './migrate-reader.test.js';

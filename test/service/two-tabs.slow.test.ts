// The same as in the quick file, and more of it.
import './two-tabs.test.js';

// The same as in the quick file, and everything with every plugin alone.
import './marks-table.test.js';

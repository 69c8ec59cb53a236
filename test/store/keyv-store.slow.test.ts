// The same as in the quick file, and more of it.
import './keyv-store.test.js';

// The same as in the quick file, in all languages.
import './browser.test.js';

// The same as in the quick file, and more of it.
import './remembered-tokens.test.js';

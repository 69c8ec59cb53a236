// The same as in the quick file, and more of it.
import './login-code.test.js';

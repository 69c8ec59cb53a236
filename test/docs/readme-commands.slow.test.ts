// The same as in the quick file, and more of it.
import './readme-commands.test.js';

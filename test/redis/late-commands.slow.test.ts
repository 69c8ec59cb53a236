// The same as in the quick file, and more of it.
import './late-commands.test.js';

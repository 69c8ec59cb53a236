import type { Guarantee } from '../guarantee.js';

export const mailboxes: readonly Guarantee[] = [
  {
    id: 'M1',
    must: `The string that is keyed MUST be the string in \`RCPT TO\`, letter for letter, and MUST be one mailbox: what mail servers send elsewhere (\`%\`, \`!\`, \`\\|\`, a leading \`/\` or \`-\`, invisible characters) is refused`,
    attack: {},
  },
];

import type { Break } from './break.js';

const identity = 'code/identity.ts';

export const mailboxes: readonly Break[] = [
  {
    // Routes to other domains, and programs.
    id: 'M1',
    file: identity,
    from: 'const atoms = /^[\\p{L}',
    to: 'const atoms = /^[%!|\\p{L}',
  },
  {
    // Files and options.
    id: 'M1',
    file: identity,
    from: 'const badStart = /^[/\\p{M}-]/u;',
    to: 'const badStart = /^[\\p{M}]/u;',
  },
  {
    // Two addresses that look the same.
    id: 'M1',
    file: identity,
    from: ' || invisible.test(folded)',
    to: '',
  },
  {
    // Another spelling is mailed than is keyed.
    id: 'M1',
    file: 'delivery/nodemailer/exact-envelope.ts',
    from: "if (typeof transporter.use === 'function') transporter.use('stream', writeExactly);",
    to: '',
  },
  {
    // Another spelling is keyed than is mailed.
    id: 'M1',
    file: 'flows/parse-identity.ts',
    from: 'return identity;',
    to: 'return input.trim();',
  },
];

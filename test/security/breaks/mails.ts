import type { Break } from './break.js';

export const mails: readonly Break[] = [
  {
    // Whatever looks like a name.
    id: 'M2',
    file: 'session/device.ts',
    from: '(name) => known.has(name)',
    to: '(name) => plain.test(name)',
  },
  {
    // Each right code, before anybody knows whether it lets in.
    id: 'M3',
    file: 'flows/login.ts',
    from: '  const redeemed = await redeem(parts, input, identity, caller);\n',
    to: `  const redeemed = await redeem(parts, input, identity, caller);
  if (redeemed.network === 'new' && reply !== null)
    notifyAfterReply(parts, { identity, session: '', loggedInAt: 0, caller, question }, reply);\n`,
  },
];

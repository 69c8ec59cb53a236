import type { Commands } from './command.js';

/** All commands of the bin. */
export const commands: Commands = {
  keygen: {
    summary: 'a new signing key',
    load: async () => (await import('./keygen/command.js')).keygen,
  },
  jwks: {
    summary: 'the public halves of signing keys, for other services',
    load: async () => (await import('./jwks/command.js')).jwks,
  },
  inspect: {
    summary: 'what stands in a token, and what is wrong with it',
    load: async () => (await import('./inspect/command.js')).inspect,
  },
  check: {
    summary: 'whether a server could start with these variables, and reach Redis and the mail server',
    load: async () => (await import('./check/command.js')).check,
  },
  audit: {
    summary: 'which fields of a schema anybody can read, and which need a token',
    load: async () => (await import('./audit/command.js')).audit,
  },
  preview: {
    summary: 'a page with the mails, in all languages',
    load: async () => (await import('./preview/command.js')).preview,
  },
  migrate: {
    summary: 'the settings of jwt-email-auth as options of createEmailAuth',
    load: async () => (await import('./migrate/command.js')).migrate,
  },
};

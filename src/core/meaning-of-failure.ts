/** What failure codes mean, and what to do; the first that fits counts. X1: nothing of the error itself is in it. */
const reasons: readonly (readonly [codes: RegExp, sentence: string])[] = [
  [
    /^(ECONNREFUSED|ESOCKET|ECONNECTION|EHOSTUNREACH|ENETUNREACH)$/,
    'Nobody answers there. Look at its host and port, and whether this machine may reach it',
  ],
  [
    /^ETIMEDOUT$/,
    'Nobody answers there in time. Look at its host and port, whether this machine may reach it, and whether it speaks TLS, as the URL says',
  ],
  [/^(ENOTFOUND|EDNS|EAI_)/, 'The name of the host leads nowhere'],
  [
    /^(ECONNRESET|EPROTO|ETLS|ERR_SSL_)/,
    'The server hangs up. It may speak TLS, or not: rediss:// or redis://, smtps:// or smtp://',
  ],
  [/CERT|SIGNATURE/, 'Its certificate is not accepted'],
  [/^(WRONGPASS|EAUTH)$/, 'The server refuses the name or the password'],
  [/^NOAUTH$/, 'The server wants a password, and the URL has none'],
  [
    /^EENVELOPE$/,
    'The server does not take a mail from this sender. Give one of its own addresses as from (--from)',
  ],
  [
    /^NOPERM$/,
    'This account may not do all that is needed, or only in the namespace of your own Keyv: docs/redis.md',
  ],
  [/^OOM$/, 'It is full. Give it more memory'],
  [/^READONLY$/, 'This is a replica. Connect to the master'],
];

/** What the code of a failure means, as a sentence without its full stop; undefined where nobody knows. */
export const meaningOfFailure = (code: string): string | undefined =>
  reasons.find(([codes]) => codes.test(code))?.[1];

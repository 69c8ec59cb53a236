const day = 86_400;

/**
 * Every kind of record that a service with default options keeps, and how long one can live, in seconds. SECURITY.md has
 * a row for each: "What is kept about a person".
 */
export const keptKinds: Readonly<Record<string, number>> = {
  codes: 300,
  spent: 10,
  session: 14 * day,
  account: 90 * day,
  'limit:resendAfter': 60,
  'limit:requestsPerIp': 600,
  'limit:failuresPerIp': 300,
  'limit:mailsPerIdentity': 3600,
  'limit:longMails': 300,
  'limit:joiner': 600,
  'limit:shortCodesPerIdentity': day,
  'limit:failuresPerIdentity': day,
  'limit:shortCodeFailures': day,
};

/** The kind of a record, by its name in the cache. */
export const kindOf = (key: string): string => {
  const [first = '', second = ''] = key.split(':');
  return first === 'limit' ? `${first}:${second}` : first;
};

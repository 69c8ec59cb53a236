/** Characters that somebody reads at a glance. */
const glance = 8;
/** Characters of a group at most. */
const maxGroup = 5;

/**
 * A code as somebody reads and types it: ten characters as two groups of five, six in one piece. A code of the host's own
 * that has more in it than letters and digits is in groups already.
 */
export const groupsOf = (code: string): readonly string[] => {
  if (code.length <= glance || !/^[0-9A-Za-z]+$/.test(code)) return [code];
  const size = Math.ceil(code.length / Math.ceil(code.length / maxGroup));
  return code.match(new RegExp(`.{1,${size}}`, 'g')) ?? [code];
};

/** The groups with hyphens between them, which `login` forgives. */
export const inGroups = (code: string): string => groupsOf(code).join('-');

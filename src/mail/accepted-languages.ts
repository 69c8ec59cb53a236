/** Browsers send a hundred characters at most. The rest of a longer list is not read. */
const maxLength = 300;
const maxTags = 10;

/** RFC 5646, section 2.1: language, script, region, and whatever follows. A `_` is forgiven. */
const shape = /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_][a-z\d_-]*)?$/i;

/**
 * A tag as far as the choice of a language needs it: the language, and for Chinese its script. Nothing else of a stranger's
 * reaches the matcher, which remembers every tag that it has seen, for ever.
 *
 * @returns null where it is no tag, or one of no language that Unicode knows
 */
const simplify = (tag: string): string | null => {
  const [, ...parts] = shape.exec(tag.trim()) ?? [];
  if (parts.length === 0) return null;
  const wanted = new Intl.Locale(parts.filter(Boolean).join('-'));
  const { language, script } = wanted.maximize();
  // `und` alone would become English.
  if (script === undefined || wanted.baseName === 'und') return null;
  return script === 'Hans' || script === 'Hant' ? `${language}-${script}` : language;
};

const weightOf = (parameter: string | undefined): number =>
  parameter === undefined ? 1 : Number(/^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(parameter)?.[1] ?? 0);

/**
 * The languages of an `Accept-Language` (RFC 9110, section 12.5.4), or of a single tag, the most wanted first. What is
 * malformed or not wanted (`q=0`) is left out, and so is `*`.
 */
export const acceptedLanguages = (list: string): readonly string[] =>
  list
    .slice(0, maxLength)
    .split(',')
    .slice(0, maxTags)
    .map((entry) => {
      const [tag = '', parameter] = entry.split(';');
      return { tag: simplify(tag), weight: weightOf(parameter) };
    })
    .filter((entry): entry is { tag: string; weight: number } => entry.tag !== null && entry.weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);

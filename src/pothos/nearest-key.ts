const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
};

/** The known key that is the least edits away from a misspelt one. */
export const nearestKey = (unknown: string, known: readonly string[]): string | undefined => {
  const spelt = unknown.toLowerCase();
  return [...known].sort((a, b) => distance(spelt, a.toLowerCase()) - distance(spelt, b.toLowerCase()))[0];
};

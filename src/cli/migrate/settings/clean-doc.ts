const indentOf = (line: string): number => line.length - line.trimStart().length;

/** What Python's `inspect.cleandoc` makes of a text: without the indent of the source, and without empty lines around it. */
export const cleanDoc = (text: string): string => {
  const [first = '', ...lines] = text.replaceAll('\t', '        ').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map(indentOf);
  const indent = indents.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY);
  const rest = lines.map((line) => line.slice(indent));
  return [first.trimStart(), ...rest].join('\n').replace(/^\n+/, '').trimEnd();
};

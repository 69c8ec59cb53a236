import { errorsOf, isObject, type Loose } from './answers.js';

const isRefusedAtRoot = (answer: unknown): boolean =>
  errorsOf(answer).length > 0 &&
  errorsOf(answer).every((error) => isObject(error) && (!Array.isArray(error.path) || error.path.length < 2));

const isSingleField = (selections: unknown): boolean =>
  Array.isArray(selections) &&
  selections.length === 1 &&
  isObject(selections[0]) &&
  selections[0].kind === 'Field';

/** The text of a document without its strings, comments and arguments: none of them has a field. */
const bare = (query: string): string =>
  query.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|#.*/g, '').replace(/\([^()]*\)/g, '');

/** Whether a document is one mutation of one field: what stands in its only braces, without the braces within. */
const hasSingleField = (query: string): boolean => {
  const [, start, rest = ''] = /^\s*(mutation\b[^{]*)\{([\s\S]*)\}\s*$/.exec(bare(query)) ?? [];
  let fields = rest;
  for (let before = ''; before !== fields; ) {
    before = fields;
    fields = fields.replace(/\{[^{}]*\}/g, '');
  }
  return start !== undefined && /^\s*(?:\w+\s*:\s*)?\w+\s*(?:@\w+\s*)*$/.test(fields);
};

/**
 * Whether an operation that was refused may be sent again. A query may. A mutation may if it is one field, and this field
 * itself was refused: anything else may have been done already, at least in part, and must not be done twice.
 */
export const isRepeatable = (query: unknown, answer: unknown): boolean => {
  if (typeof query !== 'string') return false;
  return !/\bmutation\b/.test(bare(query)) || (hasSingleField(query) && isRefusedAtRoot(answer));
};

/** The same of a parsed document. */
export const isRepeatableDocument = (
  document: { readonly definitions: readonly unknown[] },
  answer: unknown,
): boolean => {
  const operations = document.definitions.filter(
    (definition): definition is Loose => isObject(definition) && definition.kind === 'OperationDefinition',
  );
  return operations.every(
    ({ operation, selectionSet }) =>
      operation === 'query' ||
      (operation === 'mutation' &&
        isObject(selectionSet) &&
        isSingleField(selectionSet.selections) &&
        isRefusedAtRoot(answer)),
  );
};

import type { SchemaAudit } from '../../audit/audit-schema.js';
import type { Changes } from './expectation.js';
import { becameOf, type Format, fieldsOf, some, wayTo } from './report.js';

// Names of GraphQL hold letters, digits and _ only: nothing in a cell can end it.
const code = (name: string): string => `\`${name}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');

const wayOf = (way: readonly string[]): string => way.map(code).join(' → ');

const allOf = (audit: SchemaAudit): string => {
  const [open, closed, behind] = (['public', 'protected', 'behind'] as const).map(
    (access) => fieldsOf(audit, access).length,
  );
  const rows = audit.fields.map(({ field, access, path, takesAlong }) => [
    code(field),
    access,
    wayOf(path.slice(0, -1)),
    takesAlong.length === 0 ? '' : some(takesAlong.map(code)),
  ]);
  return [
    '### What anybody can read\n\n',
    `Public: ${open}. Protected: ${closed}. Behind protected fields: ${behind}.\n\n`,
    table(['field', 'access', 'by', 'a refusal takes along'], rows),
  ].join('');
};

const changesOf = (audit: SchemaAudit, { opened, closed }: Changes): string => {
  const rows = [
    ...opened.map((name) => ['opened', code(name), 'public', wayOf(wayTo(audit, name))]),
    ...closed.map((name) => ['closed', code(name), becameOf(audit, name), wayOf(wayTo(audit, name))]),
  ];
  return rows.length === 0
    ? 'What anybody can read has not changed.\n'
    : `### What anybody can read has changed\n\n${table(['', 'field', 'now', 'by'], rows)}`;
};

/** A table, for a pull request. */
export const markdown: Format = ({ audit, changes }) => (changes ? changesOf(audit, changes) : allOf(audit));

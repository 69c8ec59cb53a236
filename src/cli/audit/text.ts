import type { AuditedField, SchemaAudit } from '../../audit/audit-schema.js';
import type { Changes } from './expectation.js';
import { becameOf, type Format, fieldsOf, some, wayTo } from './report.js';

type Line = readonly [name: string, remark: string];

const section = (title: string, lines: readonly Line[]): string => {
  const width = Math.max(...lines.map(([name]) => name.length));
  const written = lines.map(
    ([name, remark]) => `  ${remark === '' ? name : `${name.padEnd(width)}  ${remark}`}\n`,
  );
  return lines.length === 0 ? '' : `${title} (${lines.length}):\n${written.join('')}\n`;
};

const by = (way: readonly string[]): string => (way.length === 0 ? '' : `by ${way.join(' > ')}`);

const lineOf = ({ field, path }: AuditedField): Line => [field, by(path.slice(0, -1))];

const allOf = (audit: SchemaAudit): string => {
  const losses = audit.fields.filter(({ takesAlong }) => takesAlong.length > 0);
  return [
    section('Public: anybody can read them', fieldsOf(audit, 'public').map(lineOf)),
    section('Protected: they need a token', fieldsOf(audit, 'protected').map(lineOf)),
    section('Behind: only protected fields lead to them', fieldsOf(audit, 'behind').map(lineOf)),
    section(
      'Protected and non-null: a refusal takes public fields along',
      losses.map(({ field, takesAlong }) => [field, `with ${some(takesAlong)}`]),
    ),
  ].join('');
};

const changesOf = (audit: SchemaAudit, { opened, closed }: Changes): string =>
  opened.length + closed.length === 0
    ? 'The public fields are the expected ones.\n'
    : [
        section(
          'Opened: anybody can read them now',
          opened.map((name) => [name, by(wayTo(audit, name))]),
        ),
        section(
          'Closed: they were public',
          closed.map((name) => [name, `now ${becameOf(audit, name)}`]),
        ),
      ].join('');

/** For a terminal. */
export const text: Format = ({ audit, changes }) => (changes ? changesOf(audit, changes) : allOf(audit));

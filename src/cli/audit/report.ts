import type { AuditedField, FieldAccess, SchemaAudit } from '../../audit/audit-schema.js';
import type { Changes } from './expectation.js';

/** What there is to say about a schema. */
export interface Report {
  readonly audit: SchemaAudit;
  /** Undefined: it was not compared with anything. */
  readonly changes?: Changes;
}

/** A way to write a report. */
export type Format = (report: Report) => string;

/** The fields of one kind. */
export const fieldsOf = ({ fields }: SchemaAudit, access: FieldAccess): readonly AuditedField[] =>
  fields.filter((field) => field.access === access);

/** The names of the public fields. */
export const publicNames = (audit: SchemaAudit): readonly string[] =>
  fieldsOf(audit, 'public').map(({ field }) => field);

/** The fields on the way to a field, without itself; empty for a root field. */
export const wayTo = (audit: SchemaAudit, name: string): readonly string[] =>
  audit.fields.find(({ field }) => field === name)?.path.slice(0, -1) ?? [];

/** What has become of a field that was public. */
export const becameOf = (audit: SchemaAudit, name: string): string =>
  audit.fields.find(({ field }) => field === name)?.access ?? 'gone';

/** The first names of a list, and how many more there are. */
export const some = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;

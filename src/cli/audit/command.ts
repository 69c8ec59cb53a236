import { auditSchema, type SchemaAudit } from '../../audit/audit-schema.js';
import { readSdl } from '../../audit/read-sdl.js';
import { entryOf, textOption } from '../arguments.js';
import type { Call, Command, ExitCode, Io } from '../command.js';
import { readInput } from '../read-input.js';
import { type Changes, compare, readExpected, writeExpected } from './expectation.js';
import { markdown } from './markdown.js';
import { type Format, publicNames } from './report.js';
import { text } from './text.js';

const json: Format = ({ audit, changes }) => `${JSON.stringify({ ...changes, ...audit }, null, 2)}\n`;

const formats: Readonly<Record<string, Format>> = { text, json, markdown };

const help = `Usage: pothos-email-auth audit SCHEMA [options]

Says which fields of a schema anybody can read, and which need a token. It follows the types from the
roots through interfaces and unions. SCHEMA is a file of SDL with its directives; - reads it from stdin.
The mutations of the plugin are listed with yours: requestLoginCode, login, refreshToken and logout have to
be public, and logoutEverywhere needs a token.

  --expect FILE  fails if the public fields are others than those in FILE
  --update       writes the public fields into the FILE of --expect
  --format NAME  text (the default), json, or markdown: a table for a pull request
  --help         this text

Exit code: 0, or 1 if the public fields have changed or something is wrong.

Examples:
  pothos-email-auth audit schema.graphql
  pothos-email-auth audit schema.graphql --expect public-fields.txt --update   once, then commit the file
  pothos-email-auth audit schema.graphql --expect public-fields.txt            in CI
  npx tsx print-schema.ts | pothos-email-auth audit - --format markdown
`;

/** The arguments, looked at. */
interface Request {
  readonly source: string;
  readonly file: string | undefined;
  readonly update: boolean;
  readonly format: Format;
}

const readRequest = (call: Call): Request => {
  const { values, positionals } = call;
  const [source, extra] = positionals;
  if (source === undefined) throw new Error('Say which schema: pothos-email-auth audit schema.graphql');
  if (extra !== undefined) throw new Error(`One schema at a time: ${extra} is one too many.`);
  const file = textOption(call, 'expect');
  const update = values.update === true;
  if (update && file === undefined) throw new Error('--update needs the file to write: --expect FILE');
  return { source, file, update, format: entryOf(formats, 'a format', textOption(call, 'format') ?? 'text') };
};

const auditSource = (source: string, sdl: string): SchemaAudit => {
  let audit: SchemaAudit;
  try {
    audit = auditSchema(readSdl(sdl));
  } catch (error) {
    throw new Error(`${source} cannot be read as SDL: ${error instanceof Error ? error.message : error}`);
  }
  // Else an empty file, or the SDL of something else, would pass as a schema that is closed.
  if (audit.fields.length === 0) throw new Error(`${source} has no field that an operation can reach.`);
  return audit;
};

const commandFor = ({ source, file }: Request): string =>
  `pothos-email-auth audit ${source} --expect ${file} --update`;

const changesSince = async (request: Request, file: string, audit: SchemaAudit): Promise<Changes> => {
  const expected = await readExpected(file);
  if (expected === undefined)
    throw new Error(`There is no ${file} yet. This makes it: ${commandFor(request)}`);
  return compare(expected, publicNames(audit));
};

/** Or the file of `--expect` would be made of a schema that has lost its marks, and nobody would hear of a lost mark again. */
const warnOfLostMarks = (source: string, { fields }: SchemaAudit, io: Io): void => {
  if (fields.some(({ access }) => access !== 'public')) return;
  io.stderr(
    `Nothing in ${source} is protected. Was it printed with its directives? printSchema of graphql leaves them out, ` +
      'printSchemaWithDirectives of @graphql-tools/utils does not.\n',
  );
};

const run = async (call: Call, io: Io): Promise<ExitCode> => {
  const request = readRequest(call);
  const { source, file, update, format } = request;
  const audit = auditSource(source, await readInput(source, io));
  warnOfLostMarks(source, audit, io);
  if (file === undefined) {
    io.stdout(format({ audit }));
    return 0;
  }
  if (update) {
    await writeExpected(file, publicNames(audit));
    io.stderr(`${file} has the ${publicNames(audit).length} public fields of ${source}.\n`);
    return 0;
  }
  const changes = await changesSince(request, file, audit);
  io.stdout(format({ audit, changes }));
  if (changes.opened.length + changes.closed.length === 0) return 0;
  io.stderr(`What anybody can read has changed. If that is meant: ${commandFor(request)}\n`);
  return 1;
};

/** `pothos-email-auth audit` */
export const audit: Command = {
  help,
  options: {
    expect: { type: 'string' },
    update: { type: 'boolean' },
    format: { type: 'string' },
  },
  run,
};

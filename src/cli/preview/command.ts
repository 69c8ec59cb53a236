import { writeFile } from 'node:fs/promises';
import { readProperty } from '../../core/read-error.js';
import type { MailOptions } from '../../mail/mail-options.js';
import { previewMails } from '../../mail/preview.js';
import { noArguments, textOption } from '../arguments.js';
import type { Call, Command, ExitCode, Io } from '../command.js';
import { showWord } from '../show-word.js';

const help = `Usage: pothos-email-auth preview [options]

Makes an HTML page that shows the built-in mail: each language, a short and a long code, light and dark, and
the plain text. The options are those of mail in createEmailAuth. Open the page in a browser.

  --app-name NAME  the name of your app
  --color COLOR    the colour behind the name, such as #0a66c2
  --logo URL       an https address of an image in the place of the name
  --support WHERE  an e-mail address or an https address for help
  --locales LIST   the languages, such as en,de,pt. Default: all
  --out FILE       writes the page into FILE. Default: stdout
  --help           this text

Exit code: 0, or 1 if something is wrong.

Examples:
  pothos-email-auth preview --app-name Example --out mails.html
  pothos-email-auth preview --app-name Example --color '#0a66c2' --locales en,de > mails.html
`;

// Boundary: previewMails checks them.
const localesOf = (list: string | undefined): Pick<MailOptions, 'locale' | 'locales'> => {
  if (list === undefined) return {};
  const locales = list.split(',').map((locale) => locale.trim()) as [NonNullable<MailOptions['locale']>];
  return { locales, locale: locales[0] };
};

const optionsOf = (call: Call): MailOptions => {
  const named = { appName: 'app-name', color: 'color', logo: 'logo', support: 'support' };
  const given = Object.entries(named)
    .map(([option, name]) => [option, textOption(call, name)])
    .filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...localesOf(textOption(call, 'locales')) };
};

/**
 * What is drawn as nothing (a joiner in Persian, a mark of direction) as a reference: the page is the same, and whatever is
 * written to stdout holds no such characters.
 */
const withReferences = (html: string): string =>
  html.replace(/[^\P{C}\n]/gu, (character) => `&#${character.codePointAt(0)};`);

const write = async (file: string, page: string): Promise<void> => {
  try {
    await writeFile(file, page);
  } catch (error) {
    throw new Error(`${showWord(file)} cannot be written: ${readProperty(error, 'code')}`);
  }
};

const run = async (call: Call, io: Io): Promise<ExitCode> => {
  noArguments(call);
  const page = withReferences(await previewMails(optionsOf(call)));
  const file = textOption(call, 'out');
  await (file === undefined ? io.stdout(page) : write(file, page));
  return 0;
};

/** `pothos-email-auth preview` */
export const preview: Command = {
  help,
  options: Object.fromEntries(
    ['app-name', 'color', 'logo', 'support', 'locales', 'out'].map((name) => [name, { type: 'string' }]),
  ),
  run,
};

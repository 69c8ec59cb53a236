import { phrase } from '../kinds.js';
import { quote } from '../quote.js';
import { type Change, type Given, option, readIn } from '../setting.js';
import { cleanDoc } from './clean-doc.js';

/** A field of a template of TypeScript. */
const field = (code: string): string => `\${${code}}`;
const codeField = field('mail.code');

const replacements: Readonly<Record<string, string>> = {
  ...{ '{{': '{', '}}': '}', '{code}': codeField, '{valid}': field('Math.ceil(mail.expiresIn / 60)') },
  ...{ '`': '\\`', '\\': '\\\\', $: '\\$', '\n': '\\n' },
};

/** What `str.format` makes of a text, as a template of TypeScript; undefined where it asks for something else, or not for the code. */
const templateOf = (text: string): string | undefined => {
  const fields: readonly string[] = text.match(/\{\{|\}\}|\{[^{}]*\}|[{}]/g) ?? [];
  if (!fields.includes('{code}') || !fields.every((each) => Object.hasOwn(replacements, each)))
    return undefined;
  const pattern = /\{\{|\}\}|\{\w+\}|[`\\$\n]/g;
  return `\`${text.replace(pattern, (each) => replacements[each] ?? each)}\``;
};

/** The message that is there by default. */
export const builtInMessage =
  'Your login code:\n\n{code}\n\nThis code is valid for the next {valid} minutes.';

const textIn = (given: Given, name: string): string | undefined => readIn(given, name, phrase)?.text;

const subjectIn = (given: Given): string | undefined => {
  const subject = textIn(given, 'LOGIN_SUBJECT_LINE')?.replaceAll(/\s+/g, ' ').trim();
  return subject ? quote(subject) : undefined;
};

/** The message of the settings as TypeScript; undefined where it is the built-in one, or cannot be read. */
export const messageIn = (given: Given): string | undefined => {
  const message = cleanDoc(textIn(given, 'LOGIN_EMAIL_MESSAGE') ?? builtInMessage);
  return message === builtInMessage ? undefined : templateOf(message);
};

/** The `mail.template` option, as far as the settings say its parts. */
export const mailTemplate = (given: Given): readonly Change[] => {
  const [subject, text] = [subjectIn(given), messageIn(given)];
  const parts = [
    ...(subject === undefined ? [] : [`subject: ${subject}`]),
    ...(text === undefined ? [] : [`text: ${text}`]),
  ];
  const parameter = text === undefined ? '' : 'mail';
  return parts.length > 0 ? [option('mail.template', `(${parameter}) => ({ ${parts.join(', ')} })`)] : [];
};

import { mistake } from '../core/mistake.js';
import { isPlainObject } from '../core/plain-object.js';
import type { LoginCodeMessage } from '../delivery/message.js';
import type { MailLocale } from './languages/index.js';
import type { MailWords } from './wording.js';

/** What a template may replace. */
export interface MailParts {
  /** One line. */
  readonly subject: string;
  /** Plain text, which holds the code. */
  readonly text: string;
  /** HTML, which holds the code. */
  readonly html: string;
}

/** What a template writes a mail from. Only `html` is HTML; escape everything else where you put it into HTML. */
export interface MailDraft<Args extends object = object>
  extends MailParts,
    Pick<LoginCodeMessage<Args>, 'identity' | 'code' | 'expiresIn' | 'requestedAt' | 'request'> {
  /** The code in groups, for people to read: `['ABCDE', 'FGHJK']`; a code of six digits is one group. */
  readonly groups: readonly string[];
  /** The language of the caller, among `mail.locales`. */
  readonly locale: MailLocale;
  /** The direction of that language. */
  readonly dir: 'ltr' | 'rtl';
  /** The option `mail.appName`; null where there is none. */
  readonly appName: string | null;
  /** The browser that asked and its system, in the language of the mail; null where they are not known. */
  readonly device: string | null;
  /** The sentences of the built-in mail. */
  readonly words: MailWords;
}

/**
 * Writes a mail in words and looks of your own; what it leaves out stays as it is. It runs after the answer has left. What
 * it throws, and a text or HTML without the code, is the event `code.delivery_failed` with the step `template`.
 */
export type MailTemplate<Args extends object = object> = (
  mail: MailDraft<Args>,
) => Partial<MailParts> | Promise<Partial<MailParts>>;

const names = ['subject', 'text', 'html'] as const;

/** However the code is spaced, and whatever tags stand between its characters. */
const holds = (part: string, code: string): boolean => {
  const solid = (text: string) =>
    text.replace(/<[^<>]*>|&(nbsp|thinsp|shy|#8203|#8209|#45);|[\s\p{P}\p{Cf}]/gu, '');
  return part.includes(code) || solid(part).includes(solid(code));
};

/** A template among the options. */
interface TemplateOption {
  /** Its name. */
  readonly option: string;
  /** What text and HTML must hold; null where the mail is about no code. */
  readonly code: string | null;
}

const checkPart = (name: (typeof names)[number], part: unknown, { option, code }: TemplateOption): string => {
  if (typeof part !== 'string' || part === '')
    throw mistake(`${option} must answer with texts; its ${name} is something else`);
  if (name === 'subject') {
    if (/\p{Cc}/u.test(part)) throw mistake(`${option} must answer with a subject of one line`);
  } else if (code !== null && !holds(part, code)) {
    throw mistake(`${option} must write the code into its ${name}; nobody can log in without it`);
  }
  return part;
};

/** Reads the answer of a template. */
const readParts = (answer: unknown, template: TemplateOption): Partial<MailParts> => {
  const { option } = template;
  if (typeof answer !== 'object' || answer === null || !isPlainObject(answer)) {
    throw mistake(`${option} must answer with an object: { subject, text, html }, or some of them`);
  }
  const given = Object.entries(answer).filter(([, part]) => part !== undefined);
  const parts = given.map(([name, part]) => {
    const known = names.find((each) => each === name);
    if (!known) throw mistake(`${option} must answer with nothing but subject, text and html`);
    return [known, checkPart(known, part, template)] as const;
  });
  return Object.fromEntries(parts);
};

/**
 * Has a template write.
 *
 * @throws {TypeError} a mistake, where its answer is no mail, or a mail without its code
 */
export const applyTemplate = async <Draft extends MailParts>(
  template: ((draft: Draft) => Partial<MailParts> | Promise<Partial<MailParts>>) | undefined,
  draft: Draft,
  option: TemplateOption,
): Promise<MailParts> => {
  const { subject, text, html } = draft;
  if (!template) return { subject, text, html };
  return { subject, text, html, ...readParts(await template(draft), option) };
};

import { callback, flag, type Kind, optional, phrase } from '../kinds.js';
import { quote } from '../quote.js';
import { type Change, type Given, isTrue, option, readIn, type Setting, setting, todo } from '../setting.js';
import { cleanDoc } from './clean-doc.js';
import { builtInMessage, mailTemplate, messageIn } from './mail-template.js';

const sender = (given: Given): Change[] => {
  const from = readIn(given, 'LOGIN_SENDING_EMAIL', phrase);
  const isAddress =
    from !== undefined && (from.text === undefined || /^[^\s@<>]+@[^\s@<>]+$/.test(from.text));
  const code = isAddress ? from.code : quote('login@example.com');
  return [
    option('delivery', `nodemailerDelivery({ transport: process.env.SMTP_URL, from: ${code} })`),
    ...(isAddress ? [] : [todo('Put the address that sends your mails into from: your DEFAULT_FROM_EMAIL.')]),
  ];
};

/** Mail is sent by nodemailer, unless a function of the host's sends it. */
const delivery = (given: Given): readonly Change[] =>
  given.has('SEND_LOGIN_CODE_CALLBACK') ? [] : sender(given);

/** Whether Python computes it (`not DEBUG`) or not: without an SMTP_URL, codes go to the terminal. */
const sending: Kind<boolean> = {
  is: flag.is,
  read: (value) => (value.kind === 'code' || value.kind === 'variable' ? true : flag.read(value)),
};

/** A text as `cleandoc` leaves it, which is what the original sends. */
const message: Kind<string> = {
  is: phrase.is,
  read: (value) => (value.kind === 'text' ? cleanDoc(value.text) : undefined),
};

const messageTodo = (given: Given): Change =>
  todo(
    messageIn(given) === undefined
      ? 'Write this text in mail.template. It must hold the code: docs/mail.md'
      : 'The HTML part is the built-in one. Write your own in mail.template: docs/mail.md',
  );

/** How codes are sent. */
export const mailSettings: Readonly<Record<string, Setting>> = {
  SENDING_ON: setting({
    standard: 'False',
    ours: 'Without `delivery`, codes are printed to the terminal. In production, that is refused',
    kind: sending,
    become: (_, given) => delivery(given),
  }),
  LOGIN_SENDING_EMAIL: setting({
    standard: 'None',
    ours: '`nodemailerDelivery({ from })`. There is no default',
    kind: optional(phrase),
    become: (_, given) => delivery(given),
  }),
  LOGIN_SUBJECT_LINE: setting({
    standard: "'Login to Django'",
    ours: '`mail.appName`, or `mail.template` for a subject of your own',
    kind: phrase,
    become: (_, given) => [
      ...mailTemplate(given),
      todo(
        'The built-in subject has the code and mail.appName, in 25 languages. Better take that: docs/mail.md',
      ),
    ],
  }),
  LOGIN_EMAIL_MESSAGE: setting({
    standard: quote(builtInMessage),
    ours: '`mail.template`. The built-in mail comes in 25 languages',
    kind: message,
    become: (_, given) => [...mailTemplate(given), messageTodo(given)],
  }),
  LOGIN_EMAIL_HTML_TEMPLATE: setting({
    standard: 'None',
    ours: '`mail.template`, which may return `html`. A built-in HTML part is always there',
    kind: optional(callback),
    become: () => [todo('Write this HTML in mail.template, or take the built-in one: docs/mail.md')],
  }),
  SEND_LOGIN_CODE_CALLBACK: setting({
    standard: "'jwt_email_auth.utils.send_login_email'",
    ours: "`delivery`. Instead of Django's request, the message has `request.ip`, `request.userAgent`, `request.args` and `locale`",
    kind: callback,
    become: (_, given) => [
      {
        stub: [
          'delivery: async ({ identity, code, subject, text, html, signal }) => {',
          '  // Send it, and throw if it was not sent. It is tried again.',
          '},',
        ],
      },
      ...(isTrue(given, 'SENDING_ON')
        ? [todo('Without delivery, the server does not start in production.')]
        : []),
    ],
  }),
};

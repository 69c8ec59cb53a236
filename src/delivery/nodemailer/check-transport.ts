import type { Transporter } from 'nodemailer';
import { smtpOptionsOf } from './smtp-probe.js';

const example = "such as 'smtps://user:password@mail.example.com'";

/** What is wrong with an SMTP URL; null where nothing is for certain. It is never quoted: it may hold a password. */
const whyNotUrl = (text: string): string | null => {
  if (text.trim() === '') return `is empty: give an SMTP URL, ${example}, or leave it out`;
  if (!/^smtps?:\/\//i.test(text.trim())) return `must begin with smtp:// or smtps://, ${example}`;
  if (URL.canParse(text)) return null;
  return `cannot be read: look at its port, and write its name and password with encodeURIComponent, ${example}`;
};

/**
 * Checks what a transport is made of.
 *
 * @throws {TypeError} where it is a mistake for certain
 */
export const checkTransport = (transport: unknown): void => {
  if (typeof transport === 'string') {
    const why = whyNotUrl(transport);
    if (why !== null) throw new TypeError(`transport ${why}`);
  } else if (typeof transport !== 'object' || transport === null || Array.isArray(transport)) {
    throw new TypeError(
      `transport must be an SMTP URL, ${example}, the options of nodemailer, or a transporter`,
    );
  } else if ('url' in transport && transport.url !== undefined) {
    const why = typeof transport.url === 'string' ? whyNotUrl(transport.url) : `must be a string, ${example}`;
    if (why !== null) throw new TypeError(`transport.url ${why}`);
  }
};

/** The last two are what a template literal makes of a variable that is not set. */
const noNames: readonly string[] = ['', 'undefined', 'null'];

const isName = (value: unknown): boolean => typeof value === 'string' && !noNames.includes(value.trim());

/**
 * nodemailer takes `localhost` where nobody says which server, for example because a variable is not set. Then nobody
 * gets mail, and nobody is told.
 *
 * @throws {TypeError} where no mail server is named
 */
export const requireHost = (transporter: Transporter): void => {
  const options = smtpOptionsOf(transporter);
  if (!options || isName(options.host)) return;
  // They bring a connection of their own.
  if (options.connection || options.socket || options.getSocket) return;
  throw new TypeError(
    "transport names no mail server: give its host, such as { host: 'mail.example.com' }, or a service that nodemailer knows",
  );
};

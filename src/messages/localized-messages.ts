import { type AuthErrorCode, defaultMessages, type Messages } from '../core/errors.js';
import type { MailLocale } from '../mail/languages/index.js';
import { ar } from './ar.js';
import { cs } from './cs.js';
import { da } from './da.js';
import { de } from './de.js';
import { el } from './el.js';
import { es } from './es.js';
import { fa } from './fa.js';
import { fi } from './fi.js';
import { fr } from './fr.js';
import { he } from './he.js';
import { hi } from './hi.js';
import { it } from './it.js';
import { ja } from './ja.js';
import { ko } from './ko.js';
import { nb } from './nb.js';
import { nl } from './nl.js';
import { pl } from './pl.js';
import { pt } from './pt.js';
import { ru } from './ru.js';
import { sv } from './sv.js';
import { tr } from './tr.js';
import { uk } from './uk.js';
import { zhHans } from './zh-hans.js';
import { zhHant } from './zh-hant.js';

/** The sentences of refusals, in each language of the mails. */
const messages: Readonly<Record<MailLocale, Messages>> = {
  en: defaultMessages,
  de,
  fr,
  es,
  pt,
  it,
  nl,
  pl,
  cs,
  sv,
  da,
  nb,
  fi,
  el,
  tr,
  uk,
  ru,
  ar,
  he,
  fa,
  hi,
  ja,
  ko,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
};

/**
 * The built-in sentences of refusals in the languages of the mails, for the option `messages`.
 *
 * @example
 * createEmailAuth({ messages: localizedMessages });
 * // With some of your own:
 * createEmailAuth({ messages: (code, locale) => mine[locale]?.[code] ?? localizedMessages(code, locale) });
 */
export const localizedMessages = (code: AuthErrorCode, locale: MailLocale): string => messages[locale][code];

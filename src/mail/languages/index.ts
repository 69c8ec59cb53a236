import type { Language } from '../language.js';
import { ar } from './ar.js';
import { cs } from './cs.js';
import { da } from './da.js';
import { de } from './de.js';
import { el } from './el.js';
import { en } from './en.js';
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

/** The languages that mails are written in, by their BCP 47 tags. */
export const languages = {
  en,
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
} as const satisfies Readonly<Record<string, Language>>;

/** The BCP 47 tag of a language that mails are written in. */
export type MailLocale = keyof typeof languages;

/** Whether mails are written in this language. */
export const isMailLocale = (tag: unknown): tag is MailLocale =>
  typeof tag === 'string' && Object.hasOwn(languages, tag);

/** All of them. */
export const mailLocales: readonly MailLocale[] = Object.freeze(Object.keys(languages).filter(isMailLocale));

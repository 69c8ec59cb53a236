import { match } from '@formatjs/intl-localematcher';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../core/caller.js';
import { ownText } from '../core/own-text.js';
import { acceptedLanguages } from './accepted-languages.js';
import { isMailLocale, type MailLocale } from './languages/index.js';

/** What says which language a caller reads: a tag, or a list as in `Accept-Language`. What is no text says nothing. */
export type Wish = unknown;

/** Chooses among the languages of the mails: by the first wish that one of them answers. */
export type ChooseLocale = (...wishes: readonly Wish[]) => MailLocale;

const nothing = 'und';

/**
 * Makes the choice of a language. Near ones count: `nn` gets `nb`, `zh-HK` gets `zh-Hant`, `gsw` gets `de` (CLDR, language
 * matching).
 *
 * @param locales - those there are
 * @param fallback - where no wish is answered
 */
export const createChooseLocale = (locales: readonly MailLocale[], fallback: MailLocale): ChooseLocale => {
  // To compare a list of languages takes a hundred times as long as to remember it.
  const remembered = new LRUCache<string, MailLocale | typeof nothing>({ max: 500 });
  const look = (list: string): MailLocale | typeof nothing => {
    const accepted = acceptedLanguages(list);
    const best = accepted.length > 0 ? match(accepted, locales, nothing) : nothing;
    return isMailLocale(best) ? best : nothing;
  };
  const answerTo = (wish: Wish): MailLocale | typeof nothing => {
    if (typeof wish !== 'string' || wish === '') return nothing;
    const key = wish.slice(0, 300);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const answer = look(key);
    remembered.set(ownText(key), answer);
    return answer;
  };
  return (...wishes) => {
    for (const wish of wishes) {
      const answer = answerTo(wish);
      if (answer !== nothing) return answer;
    }
    return fallback;
  };
};

const localeIn = (args: { readonly locale?: unknown } = {}): Wish => args.locale;

/** The language of a caller: what the argument `locale` says goes before the header. */
export const localeOf = (
  choose: ChooseLocale,
  { args, locale }: Pick<Caller, 'args' | 'locale'>,
): MailLocale => choose(localeIn(args), locale);

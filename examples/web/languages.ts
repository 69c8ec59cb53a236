/** Each is loaded when somebody wants it. */
export const languages = {
  en: () => import('pothos-plugin-email-auth/client/languages/en'),
  de: () => import('pothos-plugin-email-auth/client/languages/de'),
  fr: () => import('pothos-plugin-email-auth/client/languages/fr'),
  es: () => import('pothos-plugin-email-auth/client/languages/es'),
  pt: () => import('pothos-plugin-email-auth/client/languages/pt'),
  it: () => import('pothos-plugin-email-auth/client/languages/it'),
  nl: () => import('pothos-plugin-email-auth/client/languages/nl'),
  pl: () => import('pothos-plugin-email-auth/client/languages/pl'),
  cs: () => import('pothos-plugin-email-auth/client/languages/cs'),
  sv: () => import('pothos-plugin-email-auth/client/languages/sv'),
  da: () => import('pothos-plugin-email-auth/client/languages/da'),
  nb: () => import('pothos-plugin-email-auth/client/languages/nb'),
  fi: () => import('pothos-plugin-email-auth/client/languages/fi'),
  el: () => import('pothos-plugin-email-auth/client/languages/el'),
  tr: () => import('pothos-plugin-email-auth/client/languages/tr'),
  uk: () => import('pothos-plugin-email-auth/client/languages/uk'),
  ru: () => import('pothos-plugin-email-auth/client/languages/ru'),
  ar: () => import('pothos-plugin-email-auth/client/languages/ar'),
  he: () => import('pothos-plugin-email-auth/client/languages/he'),
  fa: () => import('pothos-plugin-email-auth/client/languages/fa'),
  hi: () => import('pothos-plugin-email-auth/client/languages/hi'),
  ja: () => import('pothos-plugin-email-auth/client/languages/ja'),
  ko: () => import('pothos-plugin-email-auth/client/languages/ko'),
  'zh-Hans': () => import('pothos-plugin-email-auth/client/languages/zh-hans'),
  'zh-Hant': () => import('pothos-plugin-email-auth/client/languages/zh-hant'),
} as const;

export type Tag = keyof typeof languages;

const isTag = (tag: string): tag is Tag => Object.hasOwn(languages, tag);

/** The first language that there is among those that somebody wants. */
export const chooseTag = (wanted: readonly string[]): Tag => {
  const near = wanted.flatMap((tag) => [tag, tag.split('-')[0] ?? tag]);
  return near.find(isTag) ?? 'en';
};

import type { Language } from '../language.js';

/** Polish. */
export const pl: Language = {
  direction: 'ltr',
  subject: '{code} to Twój kod logowania',
  subjectWithApp: '{code} to Twój kod logowania do {app}',
  intro: 'Twój kod logowania:',
  introWithApp: 'Twój kod logowania do {app}:',
  validity:
    'Kod jest ważny przez {duration} i działa tylko raz. Wpisz go wyłącznie tam, gdzie został zamówiony.',
  minutes: { one: '{count} minutę', few: '{count} minuty', many: '{count} minut', other: '{count} minuty' },
  when: 'Zamówiono: {time}',
  device: 'Urządzenie: {device}',
  browserOn: '{browser} w systemie {system}',
  secrecy: 'Nie udostępniaj nikomu tego kodu. Nasz zespół nigdy o niego nie poprosi.',
  ignore:
    'Jeśli ta prośba nie pochodzi od Ciebie, możesz zignorować tę wiadomość. Bez kodu nikt się nie zaloguje.',
  support: 'Pomoc: {support}',
};

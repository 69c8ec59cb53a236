import type { Language } from '../language.js';

/** Swedish. */
export const sv: Language = {
  direction: 'ltr',
  subject: '{code} är din inloggningskod',
  subjectWithApp: '{code} är din inloggningskod till {app}',
  intro: 'Din inloggningskod:',
  introWithApp: 'Din inloggningskod till {app}:',
  validity: 'Koden gäller i {duration} och fungerar bara en gång. Ange den bara där du bad om den.',
  minutes: { one: '{count} minut', other: '{count} minuter' },
  when: 'Begärd: {time}',
  device: 'Enhet: {device}',
  browserOn: '{browser} på {system}',
  secrecy: 'Dela inte koden med någon. Vårt team kommer aldrig att be dig om den.',
  ignore: 'Om du inte har bett om koden kan du ignorera det här mejlet. Ingen kan logga in utan koden.',
  support: 'Hjälp: {support}',
};

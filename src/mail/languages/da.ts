import type { Language } from '../language.js';

/** Danish. */
export const da: Language = {
  direction: 'ltr',
  subject: '{code} er din loginkode',
  subjectWithApp: '{code} er din loginkode til {app}',
  intro: 'Din loginkode:',
  introWithApp: 'Din loginkode til {app}:',
  validity: 'Koden er gyldig i {duration} og virker kun én gang. Indtast den kun dér, hvor du bad om den.',
  minutes: { one: '{count} minut', other: '{count} minutter' },
  when: 'Anmodning modtaget: {time}',
  device: 'Enhed: {device}',
  browserOn: '{browser} på {system}',
  secrecy: 'Del ikke koden med nogen. Vores team vil aldrig bede dig om den.',
  ignore: 'Hvis du ikke har bedt om koden, kan du se bort fra denne e-mail. Ingen kan logge ind uden koden.',
  support: 'Hjælp: {support}',
};

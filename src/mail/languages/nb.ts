import type { Language } from '../language.js';

/** Norwegian (Bokmål). */
export const nb: Language = {
  direction: 'ltr',
  subject: '{code} er innloggingskoden din',
  subjectWithApp: '{code} er innloggingskoden din for {app}',
  intro: 'Innloggingskoden din:',
  introWithApp: 'Innloggingskoden din for {app}:',
  validity: 'Koden er gyldig i {duration} og virker bare én gang. Skriv den bare inn der du ba om den.',
  minutes: { one: '{count} minutt', other: '{count} minutter' },
  when: 'Forespurt: {time}',
  device: 'Enhet: {device}',
  browserOn: '{browser} på {system}',
  secrecy: 'Ikke del koden med noen. Teamet vårt vil aldri be deg om den.',
  ignore: 'Hvis du ikke ba om koden, kan du se bort fra denne e-posten. Ingen kan logge inn uten koden.',
  support: 'Hjelp: {support}',
};

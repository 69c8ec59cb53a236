import type { Language } from '../language.js';

/** Dutch. */
export const nl: Language = {
  direction: 'ltr',
  subject: '{code} is je inlogcode',
  subjectWithApp: '{code} is je inlogcode voor {app}',
  intro: 'Je inlogcode:',
  introWithApp: 'Je inlogcode voor {app}:',
  validity:
    'De code is {duration} geldig en werkt één keer. Voer de code alleen in waar je erom hebt gevraagd.',
  minutes: { one: '{count} minuut', other: '{count} minuten' },
  when: 'Aangevraagd: {time}',
  device: 'Apparaat: {device}',
  browserOn: '{browser} op {system}',
  secrecy: 'Deel deze code met niemand. Ons team zal je er nooit om vragen.',
  ignore:
    'Heb je deze code niet aangevraagd? Dan kun je deze e-mail negeren. Niemand kan inloggen zonder de code.',
  support: 'Hulp: {support}',
};

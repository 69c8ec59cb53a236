import type { Language } from '../language.js';

/** Finnish. */
export const fi: Language = {
  direction: 'ltr',
  subject: '{code} on kirjautumiskoodisi',
  subjectWithApp: '{code} on kirjautumiskoodisi palveluun {app}',
  intro: 'Kirjautumiskoodisi:',
  introWithApp: 'Kirjautumiskoodisi palveluun {app}:',
  validity:
    'Koodi on voimassa {duration} ja toimii vain kerran. Syötä se vain siinä palvelussa, josta pyysit sen.',
  minutes: { one: '{count} minuutin', other: '{count} minuuttia' },
  when: 'Pyydetty: {time}',
  device: 'Laite: {device}',
  browserOn: '{browser}, {system}',
  secrecy: 'Älä jaa koodia kenellekään. Tiimimme ei koskaan kysy sitä sinulta.',
  ignore:
    'Jos et pyytänyt koodia, voit jättää tämän viestin huomiotta. Kukaan ei voi kirjautua sisään ilman koodia.',
  support: 'Tuki: {support}',
};

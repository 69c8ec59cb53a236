import type { Language } from '../language.js';

/** French. */
export const fr: Language = {
  direction: 'ltr',
  subject: '{code} est votre code de connexion',
  subjectWithApp: '{code} est votre code de connexion {app}',
  intro: 'Votre code de connexion\u00a0:',
  introWithApp: 'Votre code de connexion {app}\u00a0:',
  validity:
    'Il est valable {duration} et ne peut être utilisé qu’une seule fois. Saisissez-le uniquement là où vous l’avez demandé.',
  minutes: { one: '{count} minute', many: '{count} minutes', other: '{count} minutes' },
  when: 'Demande\u00a0: {time}',
  device: 'Appareil\u00a0: {device}',
  browserOn: '{browser} sur {system}',
  secrecy: 'Ne communiquez ce code à personne. Notre équipe ne vous le demandera jamais.',
  ignore:
    'Si vous n’avez pas demandé ce code, vous pouvez ignorer cet e-mail. Personne ne peut se connecter sans le code.',
  support: 'Aide\u00a0: {support}',
};

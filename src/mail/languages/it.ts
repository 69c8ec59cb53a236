import type { Language } from '../language.js';

/** Italian. */
export const it: Language = {
  direction: 'ltr',
  subject: '{code} è il tuo codice di accesso',
  subjectWithApp: '{code} è il tuo codice di accesso a {app}',
  intro: 'Il tuo codice di accesso:',
  introWithApp: 'Il tuo codice di accesso a {app}:',
  validity:
    'È valido per {duration} e può essere usato una sola volta. Inseriscilo solo dove lo hai richiesto.',
  minutes: { one: '{count} minuto', many: '{count} minuti', other: '{count} minuti' },
  when: 'Richiesto: {time}',
  device: 'Dispositivo: {device}',
  browserOn: '{browser} su {system}',
  secrecy: 'Non condividere questo codice con nessuno. Il nostro team non te lo chiederà mai.',
  ignore:
    'Se non hai richiesto questo codice, puoi ignorare questa email. Nessuno può accedere senza il codice.',
  support: 'Assistenza: {support}',
};

import type { Language } from '../language.js';

/** Portuguese. */
export const pt: Language = {
  direction: 'ltr',
  subject: '{code} é o seu código de acesso',
  subjectWithApp: '{code} é o seu código de acesso a {app}',
  intro: 'O seu código de acesso:',
  introWithApp: 'O seu código de acesso a {app}:',
  validity: 'É válido por {duration} e só pode ser usado uma vez. Insira-o apenas onde o solicitou.',
  minutes: { one: '{count} minuto', many: '{count} minutos', other: '{count} minutos' },
  when: 'Solicitado: {time}',
  device: 'Dispositivo: {device}',
  browserOn: '{browser} no {system}',
  secrecy: 'Não revele este código a ninguém. A nossa empresa nunca irá pedi-lo.',
  ignore: 'Se não solicitou este código, pode ignorar este e-mail. Ninguém consegue entrar sem o código.',
  support: 'Ajuda: {support}',
};

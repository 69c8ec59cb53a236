import type { Language } from '../language.js';

/** Spanish. */
export const es: Language = {
  direction: 'ltr',
  subject: '{code} es tu código de acceso',
  subjectWithApp: '{code} es tu código de acceso a {app}',
  intro: 'Tu código de acceso:',
  introWithApp: 'Tu código de acceso a {app}:',
  validity:
    'Es válido durante {duration} y solo se puede usar una vez. Introdúcelo únicamente donde lo has solicitado.',
  minutes: { one: '{count} minuto', many: '{count} minutos', other: '{count} minutos' },
  when: 'Solicitado: {time}',
  device: 'Dispositivo: {device}',
  browserOn: '{browser} en {system}',
  secrecy: 'No compartas este código con nadie. Nuestro equipo nunca te lo pedirá.',
  ignore:
    'Si no has solicitado este código, puedes ignorar este correo. Nadie puede iniciar sesión sin el código.',
  support: 'Ayuda: {support}',
};

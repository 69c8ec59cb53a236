import type { NoticeLanguage } from '../../notice-language.js';

/** Spanish. */
export const es: NoticeLanguage = {
  subject: 'Nuevo inicio de sesión',
  subjectWithApp: 'Nuevo inicio de sesión en {app}',
  intro: 'Alguien ha iniciado sesión con tu dirección de correo, desde una red que no se había usado antes.',
  when: 'Fecha: {time}',
  network: 'Red: {network}',
  wasYou: 'Si has sido tú, puedes ignorar este correo.',
  wasNotYou:
    'Si no has sido tú, otra persona puede leer tu correo. Cambia la contraseña de tu buzón y después cierra esta sesión en tu cuenta.',
};

import type { LoginCodeWords } from '../login-code/words.js';

/** Spanish. */
export const words: LoginCodeWords = {
  locale: 'es',
  address: 'Correo electrónico',
  send: 'Enviar código de acceso',
  hint: 'Introduce el código del correo enviado a {address}.',
  requested: 'Solicitado: {time}',
  code: 'Código de acceso',
  login: 'Iniciar sesión',
  resend: 'Enviar otro código',
  resendNow: 'Ya puedes solicitar otro código.',
  retryIn: 'Inténtalo de nuevo en {time}.',
  change: '¿Dirección incorrecta?',
  done: 'Has iniciado sesión.',
  badAddress: 'Esta dirección de correo no es válida.',
  badCode: 'Este código es incorrecto o ha caducado.',
  tooMany: 'Demasiados intentos.',
  refused: 'Se ha rechazado esta solicitud.',
  noMail: 'En este momento no se pueden enviar correos.',
  noService: 'El servicio de acceso no está disponible en este momento.',
};

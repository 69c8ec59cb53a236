import type { Messages } from '../core/errors.js';

/** Spanish. */
export const es: Messages = {
  BAD_USER_INPUT: 'Esta dirección de correo no es válida.',
  INVALID_LOGIN_CODE: 'Este código es incorrecto o ha caducado. Compruébalo o solicita uno nuevo.',
  TOO_MANY_REQUESTS: 'Demasiados intentos. Espera un momento y vuelve a intentarlo.',
  UNAUTHENTICATED: 'Primero inicia sesión.',
  FORBIDDEN: 'No tienes permiso para hacer esto.',
  REQUEST_REFUSED: 'Se ha rechazado esta solicitud.',
  INVALID_REFRESH_TOKEN: 'Tu sesión ha terminado. Vuelve a iniciar sesión.',
  DELIVERY_UNAVAILABLE: 'En este momento no se pueden enviar correos. Inténtalo de nuevo más tarde.',
  SERVICE_UNAVAILABLE: 'El servicio de acceso no está disponible en este momento. Inténtalo de nuevo.',
};

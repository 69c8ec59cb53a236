import type { Messages } from '../core/errors.js';

/** Swedish. */
export const sv: Messages = {
  BAD_USER_INPUT: 'Det här är ingen giltig e-postadress.',
  INVALID_LOGIN_CODE: 'Koden är fel eller har gått ut. Kontrollera den eller be om en ny.',
  TOO_MANY_REQUESTS: 'För många försök. Vänta en stund och försök igen.',
  UNAUTHENTICATED: 'Logga in först.',
  FORBIDDEN: 'Du har inte behörighet att göra detta.',
  REQUEST_REFUSED: 'Begäran avvisades.',
  INVALID_REFRESH_TOKEN: 'Din session har avslutats. Logga in igen.',
  DELIVERY_UNAVAILABLE: 'Det går inte att skicka mejl just nu. Försök igen senare.',
  SERVICE_UNAVAILABLE: 'Inloggningen är inte tillgänglig just nu. Försök igen.',
};

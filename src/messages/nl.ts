import type { Messages } from '../core/errors.js';

/** Dutch. */
export const nl: Messages = {
  BAD_USER_INPUT: 'Dit is geen geldig e-mailadres.',
  INVALID_LOGIN_CODE: 'Deze code is onjuist of verlopen. Controleer de code of vraag een nieuwe aan.',
  TOO_MANY_REQUESTS: 'Te veel pogingen. Wacht even en probeer het opnieuw.',
  UNAUTHENTICATED: 'Log eerst in.',
  FORBIDDEN: 'Je mag dit niet doen.',
  REQUEST_REFUSED: 'Dit verzoek is geweigerd.',
  INVALID_REFRESH_TOKEN: 'Je sessie is beëindigd. Log opnieuw in.',
  DELIVERY_UNAVAILABLE: 'Er kunnen op dit moment geen e-mails worden verstuurd. Probeer het later opnieuw.',
  SERVICE_UNAVAILABLE: 'Inloggen is op dit moment niet mogelijk. Probeer het opnieuw.',
};

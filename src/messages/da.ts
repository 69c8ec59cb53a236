import type { Messages } from '../core/errors.js';

/** Danish. */
export const da: Messages = {
  BAD_USER_INPUT: 'Dette er ikke en gyldig e-mailadresse.',
  INVALID_LOGIN_CODE: 'Koden er forkert eller udløbet. Tjek den, eller bed om en ny.',
  TOO_MANY_REQUESTS: 'For mange forsøg. Vent et øjeblik, og prøv igen.',
  UNAUTHENTICATED: 'Log ind først.',
  FORBIDDEN: 'Du har ikke tilladelse til dette.',
  REQUEST_REFUSED: 'Anmodningen blev afvist.',
  INVALID_REFRESH_TOKEN: 'Din session er slut. Log ind igen.',
  DELIVERY_UNAVAILABLE: 'Der kan ikke sendes e-mails lige nu. Prøv igen senere.',
  SERVICE_UNAVAILABLE: 'Login er ikke tilgængeligt lige nu. Prøv igen.',
};

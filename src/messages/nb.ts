import type { Messages } from '../core/errors.js';

/** Norwegian (Bokmål). */
export const nb: Messages = {
  BAD_USER_INPUT: 'Dette er ikke en gyldig e-postadresse.',
  INVALID_LOGIN_CODE: 'Koden er feil eller utløpt. Kontroller den, eller be om en ny.',
  TOO_MANY_REQUESTS: 'For mange forsøk. Vent litt og prøv igjen.',
  UNAUTHENTICATED: 'Logg inn først.',
  FORBIDDEN: 'Du har ikke tillatelse til dette.',
  REQUEST_REFUSED: 'Forespørselen ble avvist.',
  INVALID_REFRESH_TOKEN: 'Økten din er avsluttet. Logg inn på nytt.',
  DELIVERY_UNAVAILABLE: 'Det kan ikke sendes e-post akkurat nå. Prøv igjen senere.',
  SERVICE_UNAVAILABLE: 'Innloggingen er ikke tilgjengelig akkurat nå. Prøv igjen.',
};

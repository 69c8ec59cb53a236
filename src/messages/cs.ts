import type { Messages } from '../core/errors.js';

/** Czech. */
export const cs: Messages = {
  BAD_USER_INPUT: 'Toto není platná e-mailová adresa.',
  INVALID_LOGIN_CODE: 'Kód je nesprávný nebo už neplatí. Zkontrolujte ho, nebo požádejte o nový.',
  TOO_MANY_REQUESTS: 'Příliš mnoho pokusů. Chvíli počkejte a zkuste to znovu.',
  UNAUTHENTICATED: 'Nejprve se prosím přihlaste.',
  FORBIDDEN: 'K tomu nemáte oprávnění.',
  REQUEST_REFUSED: 'Tento požadavek byl zamítnut.',
  INVALID_REFRESH_TOKEN: 'Vaše relace skončila. Přihlaste se prosím znovu.',
  DELIVERY_UNAVAILABLE: 'E-maily teď nelze odesílat. Zkuste to prosím později.',
  SERVICE_UNAVAILABLE: 'Přihlašování teď není dostupné. Zkuste to prosím znovu.',
};

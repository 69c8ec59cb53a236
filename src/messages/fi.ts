import type { Messages } from '../core/errors.js';

/** Finnish. */
export const fi: Messages = {
  BAD_USER_INPUT: 'Tämä ei ole kelvollinen sähköpostiosoite.',
  INVALID_LOGIN_CODE: 'Koodi on väärä tai vanhentunut. Tarkista se tai pyydä uusi.',
  TOO_MANY_REQUESTS: 'Liian monta yritystä. Odota hetki ja yritä uudelleen.',
  UNAUTHENTICATED: 'Kirjaudu ensin sisään.',
  FORBIDDEN: 'Sinulla ei ole oikeutta tehdä tätä.',
  REQUEST_REFUSED: 'Tämä pyyntö hylättiin.',
  INVALID_REFRESH_TOKEN: 'Istuntosi on päättynyt. Kirjaudu sisään uudelleen.',
  DELIVERY_UNAVAILABLE: 'Sähköpostia ei voi lähettää juuri nyt. Yritä myöhemmin uudelleen.',
  SERVICE_UNAVAILABLE: 'Kirjautuminen ei ole juuri nyt käytettävissä. Yritä uudelleen.',
};

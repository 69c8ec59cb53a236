import type { Messages } from '../core/errors.js';

/** Polish. */
export const pl: Messages = {
  BAD_USER_INPUT: 'To nie jest prawidłowy adres e-mail.',
  INVALID_LOGIN_CODE: 'Ten kod jest błędny lub wygasł. Sprawdź go albo poproś o nowy.',
  TOO_MANY_REQUESTS: 'Zbyt wiele prób. Odczekaj chwilę i spróbuj ponownie.',
  UNAUTHENTICATED: 'Najpierw się zaloguj.',
  FORBIDDEN: 'Nie masz uprawnień, aby to zrobić.',
  REQUEST_REFUSED: 'Ta prośba została odrzucona.',
  INVALID_REFRESH_TOKEN: 'Twoja sesja się zakończyła. Zaloguj się ponownie.',
  DELIVERY_UNAVAILABLE: 'W tej chwili nie można wysyłać wiadomości e-mail. Spróbuj ponownie później.',
  SERVICE_UNAVAILABLE: 'Logowanie jest w tej chwili niedostępne. Spróbuj ponownie.',
};

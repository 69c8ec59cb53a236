import type { Messages } from '../core/errors.js';

/** Italian. */
export const it: Messages = {
  BAD_USER_INPUT: 'Questo indirizzo email non è valido.',
  INVALID_LOGIN_CODE: 'Questo codice è errato o scaduto. Controllalo o richiedine uno nuovo.',
  TOO_MANY_REQUESTS: 'Troppi tentativi. Attendi un momento e riprova.',
  UNAUTHENTICATED: 'Effettua prima l’accesso.',
  FORBIDDEN: 'Non hai l’autorizzazione per farlo.',
  REQUEST_REFUSED: 'Questa richiesta è stata rifiutata.',
  INVALID_REFRESH_TOKEN: 'La tua sessione è terminata. Effettua di nuovo l’accesso.',
  DELIVERY_UNAVAILABLE: 'Al momento non è possibile inviare email. Riprova più tardi.',
  SERVICE_UNAVAILABLE: 'Il servizio di accesso non è disponibile al momento. Riprova.',
};

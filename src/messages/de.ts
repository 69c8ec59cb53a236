import type { Messages } from '../core/errors.js';

/** German. */
export const de: Messages = {
  BAD_USER_INPUT: 'Dies ist keine gültige E-Mail-Adresse.',
  INVALID_LOGIN_CODE:
    'Dieser Code ist falsch oder abgelaufen. Prüfen Sie ihn oder fordern Sie einen neuen an.',
  TOO_MANY_REQUESTS: 'Zu viele Versuche. Bitte warten Sie einen Moment und versuchen Sie es dann erneut.',
  UNAUTHENTICATED: 'Bitte melden Sie sich zuerst an.',
  FORBIDDEN: 'Dazu sind Sie nicht berechtigt.',
  REQUEST_REFUSED: 'Diese Anfrage wurde abgelehnt.',
  INVALID_REFRESH_TOKEN: 'Ihre Sitzung ist beendet. Bitte melden Sie sich erneut an.',
  DELIVERY_UNAVAILABLE:
    'Im Moment können keine E-Mails verschickt werden. Bitte versuchen Sie es später erneut.',
  SERVICE_UNAVAILABLE: 'Die Anmeldung ist im Moment nicht verfügbar. Bitte versuchen Sie es erneut.',
};

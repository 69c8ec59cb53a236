import type { NoticeLanguage } from '../../notice-language.js';

/** German. */
export const de: NoticeLanguage = {
  subject: 'Neue Anmeldung',
  subjectWithApp: 'Neue Anmeldung bei {app}',
  intro: 'Jemand hat sich mit Ihrer E-Mail-Adresse angemeldet, aus einem bisher nicht verwendeten Netz.',
  when: 'Zeit: {time}',
  network: 'Netz: {network}',
  wasYou: 'Wenn Sie das waren, können Sie diese E-Mail ignorieren.',
  wasNotYou:
    'Wenn Sie das nicht waren, kann jemand anderes Ihre E-Mails lesen. Ändern Sie das Passwort Ihres Postfachs, und beenden Sie dann diese Sitzung in Ihrem Konto.',
};

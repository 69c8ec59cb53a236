import type { NoticeLanguage } from '../../notice-language.js';

/** Polish. */
export const pl: NoticeLanguage = {
  subject: 'Nowe logowanie',
  subjectWithApp: 'Nowe logowanie do {app}',
  intro: 'Ktoś zalogował się za pomocą Twojego adresu e-mail z sieci, która nie była wcześniej używana.',
  when: 'Czas: {time}',
  network: 'Sieć: {network}',
  wasYou: 'Jeśli to Ty, możesz zignorować tę wiadomość.',
  wasNotYou:
    'Jeśli to nie Ty, ktoś inny może czytać Twoją pocztę. Zmień hasło do skrzynki, a potem zakończ tę sesję na swoim koncie.',
};

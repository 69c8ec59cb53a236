import type { NoticeLanguage } from '../../notice-language.js';

/** Norwegian Bokmål. */
export const nb: NoticeLanguage = {
  subject: 'Ny innlogging',
  subjectWithApp: 'Ny innlogging i {app}',
  intro: 'Noen har logget inn med e-postadressen din fra et nettverk som ikke er brukt før.',
  when: 'Tidspunkt: {time}',
  network: 'Nettverk: {network}',
  wasYou: 'Hvis det var deg, kan du se bort fra denne e-posten.',
  wasNotYou:
    'Hvis det ikke var deg, kan noen andre lese e-posten din. Bytt passordet til e-posten din, og avslutt deretter denne økten på kontoen din.',
};

import type { NoticeLanguage } from '../../notice-language.js';

/** Danish. */
export const da: NoticeLanguage = {
  subject: 'Nyt login',
  subjectWithApp: 'Nyt login til {app}',
  intro: 'Nogen har logget ind med din e-mailadresse fra et netværk, der ikke er brugt før.',
  when: 'Tidspunkt: {time}',
  network: 'Netværk: {network}',
  wasYou: 'Hvis det var dig, kan du se bort fra denne e-mail.',
  wasNotYou:
    'Hvis det ikke var dig, kan en anden læse din e-mail. Skift adgangskoden til din mailkonto, og afslut derefter denne session på din konto.',
};

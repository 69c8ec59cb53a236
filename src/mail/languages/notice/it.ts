import type { NoticeLanguage } from '../../notice-language.js';

/** Italian. */
export const it: NoticeLanguage = {
  subject: 'Nuovo accesso',
  subjectWithApp: 'Nuovo accesso a {app}',
  intro: 'Qualcuno ha effettuato l’accesso con il tuo indirizzo email, da una rete mai usata prima.',
  when: 'Data: {time}',
  network: 'Rete: {network}',
  wasYou: 'Se sei stato tu, puoi ignorare questa email.',
  wasNotYou:
    'Se non sei stato tu, qualcun altro può leggere la tua posta. Cambia la password della tua casella, poi termina questa sessione nel tuo account.',
};

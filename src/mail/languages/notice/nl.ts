import type { NoticeLanguage } from '../../notice-language.js';

/** Dutch. */
export const nl: NoticeLanguage = {
  subject: 'Nieuwe aanmelding',
  subjectWithApp: 'Nieuwe aanmelding bij {app}',
  intro: 'Iemand heeft ingelogd met je e-mailadres, vanaf een netwerk dat nog niet eerder is gebruikt.',
  when: 'Tijd: {time}',
  network: 'Netwerk: {network}',
  wasYou: 'Was jij dit? Dan kun je deze e-mail negeren.',
  wasNotYou:
    'Was jij dit niet? Dan kan iemand anders je e-mail lezen. Wijzig het wachtwoord van je mailbox en beëindig daarna deze sessie in je account.',
};

import type { NoticeLanguage } from '../../notice-language.js';

/** French. */
export const fr: NoticeLanguage = {
  subject: 'Nouvelle connexion',
  subjectWithApp: 'Nouvelle connexion à {app}',
  intro: 'Quelqu’un s’est connecté avec votre adresse e-mail, depuis un réseau encore jamais utilisé.',
  when: 'Date\u00a0: {time}',
  network: 'Réseau\u00a0: {network}',
  wasYou: 'Si c’était vous, vous pouvez ignorer cet e-mail.',
  wasNotYou:
    'Si ce n’était pas vous, une autre personne peut lire vos e-mails. Changez le mot de passe de votre messagerie, puis mettez fin à cette session dans votre compte.',
};

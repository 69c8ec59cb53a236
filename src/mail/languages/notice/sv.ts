import type { NoticeLanguage } from '../../notice-language.js';

/** Swedish. */
export const sv: NoticeLanguage = {
  subject: 'Ny inloggning',
  subjectWithApp: 'Ny inloggning i {app}',
  intro: 'Någon har loggat in med din e-postadress, från ett nätverk som inte har använts tidigare.',
  when: 'Tid: {time}',
  network: 'Nätverk: {network}',
  wasYou: 'Om det var du kan du ignorera det här mejlet.',
  wasNotYou:
    'Om det inte var du kan någon annan läsa din e-post. Byt lösenord till din e-post och avsluta sedan den här sessionen i ditt konto.',
};

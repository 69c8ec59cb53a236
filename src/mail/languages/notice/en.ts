import type { NoticeLanguage } from '../../notice-language.js';

/** English. */
export const en: NoticeLanguage = {
  subject: 'New login',
  subjectWithApp: 'New login to {app}',
  intro: 'Somebody has logged in with your email address, from a network that was not used before.',
  when: 'Time: {time}',
  network: 'Network: {network}',
  wasYou: 'If this was you, you can ignore this email.',
  wasNotYou:
    'If this was not you, somebody else can read your email. Change the password of your mailbox, then end this session in your account.',
};

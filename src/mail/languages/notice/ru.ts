import type { NoticeLanguage } from '../../notice-language.js';

/** Russian. */
export const ru: NoticeLanguage = {
  subject: 'Новый вход',
  subjectWithApp: 'Новый вход в {app}',
  intro: 'Кто-то вошёл с вашим адресом электронной почты из сети, которая раньше не использовалась.',
  when: 'Время: {time}',
  network: 'Сеть: {network}',
  wasYou: 'Если это были вы, просто проигнорируйте это письмо.',
  wasNotYou:
    'Если это были не вы, кто-то другой может читать вашу почту. Смените пароль от почтового ящика, а затем завершите этот сеанс в своей учётной записи.',
};

import type { NoticeLanguage } from '../../notice-language.js';

/** Ukrainian. */
export const uk: NoticeLanguage = {
  subject: 'Новий вхід',
  subjectWithApp: 'Новий вхід у {app}',
  intro: 'Хтось увійшов із вашою електронною адресою з мережі, яку раніше не використовували.',
  when: 'Час: {time}',
  network: 'Мережа: {network}',
  wasYou: 'Якщо це були ви, просто проігноруйте цей лист.',
  wasNotYou:
    'Якщо це були не ви, хтось інший може читати вашу пошту. Змініть пароль до своєї поштової скриньки, а потім завершіть цей сеанс у своєму обліковому записі.',
};

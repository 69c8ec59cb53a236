import type { Language } from '../language.js';

/** Ukrainian. */
export const uk: Language = {
  direction: 'ltr',
  subject: '{code} — ваш код для входу',
  subjectWithApp: '{code} — ваш код для входу в {app}',
  intro: 'Ваш код для входу:',
  introWithApp: 'Ваш код для входу в {app}:',
  validity: 'Код дійсний {duration} і спрацює лише один раз. Вводьте його лише там, де ви його запитували.',
  minutes: {
    one: '{count} хвилину',
    few: '{count} хвилини',
    many: '{count} хвилин',
    other: '{count} хвилини',
  },
  when: 'Запит отримано: {time}',
  device: 'Пристрій: {device}',
  browserOn: '{browser} на {system}',
  secrecy: 'Нікому не повідомляйте цей код. Наша команда ніколи його не запитує.',
  ignore: 'Якщо ви не запитували цей код, просто проігноруйте цей лист. Без коду ніхто не зможе увійти.',
  support: 'Допомога: {support}',
};

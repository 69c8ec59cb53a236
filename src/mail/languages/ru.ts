import type { Language } from '../language.js';

/** Russian. */
export const ru: Language = {
  direction: 'ltr',
  subject: '{code} — ваш код для входа',
  subjectWithApp: '{code} — ваш код для входа в {app}',
  intro: 'Ваш код для входа:',
  introWithApp: 'Ваш код для входа в {app}:',
  validity:
    'Код действует {duration} и сработает только один раз. Вводите его только там, где вы его запросили.',
  minutes: { one: '{count} минуту', few: '{count} минуты', many: '{count} минут', other: '{count} минуты' },
  when: 'Запрос получен: {time}',
  device: 'Устройство: {device}',
  browserOn: '{browser} на {system}',
  secrecy: 'Никому не сообщайте этот код. Наша команда никогда его не спрашивает.',
  ignore:
    'Если вы не запрашивали этот код, просто проигнорируйте это письмо. Без кода никто не сможет войти.',
  support: 'Помощь: {support}',
};

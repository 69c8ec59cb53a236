import type { LoginCodeWords } from '../login-code/words.js';

/** Russian. */
export const words: LoginCodeWords = {
  locale: 'ru',
  address: 'Адрес электронной почты',
  send: 'Отправить код',
  hint: 'Введите код из письма на адрес {address}.',
  requested: 'Запрос получен: {time}',
  code: 'Код для входа',
  login: 'Войти',
  resend: 'Отправить новый код',
  resendNow: 'Можно запросить новый код.',
  retryIn: 'Попробуйте ещё раз через {time}.',
  change: 'Неверный адрес?',
  done: 'Вы вошли.',
  badAddress: 'Неверный адрес электронной почты.',
  badCode: 'Код неверный или устарел.',
  tooMany: 'Слишком много попыток.',
  refused: 'Этот запрос отклонён.',
  noMail: 'Сейчас невозможно отправить письмо.',
  noService: 'Сейчас невозможно войти.',
};

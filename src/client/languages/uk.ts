import type { LoginCodeWords } from '../login-code/words.js';

/** Ukrainian. */
export const words: LoginCodeWords = {
  locale: 'uk',
  address: 'Адреса електронної пошти',
  send: 'Надіслати код',
  hint: 'Введіть код із листа на адресу {address}.',
  requested: 'Запит отримано: {time}',
  code: 'Код для входу',
  login: 'Увійти',
  resend: 'Надіслати новий код',
  resendNow: 'Можна запросити новий код.',
  retryIn: 'Спробуйте ще раз через {time}.',
  change: 'Неправильна адреса?',
  done: 'Ви ввійшли.',
  badAddress: 'Неправильна адреса електронної пошти.',
  badCode: 'Код неправильний або вже недійсний.',
  tooMany: 'Забагато спроб.',
  refused: 'Цей запит відхилено.',
  noMail: 'Зараз неможливо надіслати лист.',
  noService: 'Зараз неможливо ввійти.',
};

import type { LoginCodeWords } from '../login-code/words.js';

/** Polish. */
export const words: LoginCodeWords = {
  locale: 'pl',
  address: 'Adres e-mail',
  send: 'Wyślij kod logowania',
  hint: 'Wpisz kod z wiadomości wysłanej na adres {address}.',
  requested: 'Zamówiono: {time}',
  code: 'Kod logowania',
  login: 'Zaloguj się',
  resend: 'Wyślij nowy kod',
  resendNow: 'Możesz teraz poprosić o nowy kod.',
  retryIn: 'Spróbuj ponownie za {time}.',
  change: 'Błędny adres?',
  done: 'Zalogowano.',
  badAddress: 'To nie jest prawidłowy adres e-mail.',
  badCode: 'Ten kod jest błędny lub wygasł.',
  tooMany: 'Zbyt wiele prób.',
  refused: 'Ta prośba została odrzucona.',
  noMail: 'W tej chwili nie można wysyłać wiadomości e-mail.',
  noService: 'Logowanie jest w tej chwili niedostępne.',
};

import type { LoginCodeWords } from '../login-code/words.js';

/** Czech. */
export const words: LoginCodeWords = {
  locale: 'cs',
  address: 'E-mailová adresa',
  send: 'Poslat přihlašovací kód',
  hint: 'Zadejte kód z e-mailu na adresu {address}.',
  requested: 'Vyžádáno: {time}',
  code: 'Přihlašovací kód',
  login: 'Přihlásit se',
  resend: 'Poslat nový kód',
  resendNow: 'Nyní můžete požádat o nový kód.',
  retryIn: 'Zkuste to znovu za {time}.',
  change: 'Špatná adresa?',
  done: 'Přihlášení proběhlo.',
  badAddress: 'Toto není platná e-mailová adresa.',
  badCode: 'Kód je nesprávný nebo už neplatí.',
  tooMany: 'Příliš mnoho pokusů.',
  refused: 'Tento požadavek byl zamítnut.',
  noMail: 'E-maily teď nelze odesílat.',
  noService: 'Přihlašování teď není dostupné.',
};

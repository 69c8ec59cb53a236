import type { LoginCodeWords } from '../login-code/words.js';

/** Finnish. */
export const words: LoginCodeWords = {
  locale: 'fi',
  address: 'Sähköpostiosoite',
  send: 'Lähetä kirjautumiskoodi',
  hint: 'Syötä koodi viestistä, joka lähetettiin osoitteeseen {address}.',
  requested: 'Pyydetty: {time}',
  code: 'Kirjautumiskoodi',
  login: 'Kirjaudu sisään',
  resend: 'Lähetä uusi koodi',
  resendNow: 'Voit nyt pyytää uuden koodin.',
  retryIn: 'Odota: {time}.',
  change: 'Väärä osoite?',
  done: 'Olet kirjautunut sisään.',
  badAddress: 'Tämä ei ole kelvollinen sähköpostiosoite.',
  badCode: 'Koodi on väärä tai vanhentunut.',
  tooMany: 'Liian monta yritystä.',
  refused: 'Tämä pyyntö hylättiin.',
  noMail: 'Sähköpostia ei voi lähettää juuri nyt.',
  noService: 'Kirjautuminen ei ole juuri nyt käytettävissä.',
};

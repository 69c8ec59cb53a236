import type { Language } from '../language.js';

/** Czech. */
export const cs: Language = {
  direction: 'ltr',
  subject: '{code} je váš přihlašovací kód',
  subjectWithApp: '{code} je váš přihlašovací kód pro {app}',
  intro: 'Váš přihlašovací kód:',
  introWithApp: 'Váš přihlašovací kód pro {app}:',
  validity: 'Kód platí {duration} a lze ho použít jen jednou. Zadejte ho pouze tam, kde jste o něj požádali.',
  minutes: { one: '{count} minutu', few: '{count} minuty', many: '{count} minuty', other: '{count} minut' },
  when: 'Vyžádáno: {time}',
  device: 'Zařízení: {device}',
  browserOn: '{browser} v systému {system}',
  secrecy: 'Kód nikomu nesdělujte. Náš tým se vás na něj nikdy nezeptá.',
  ignore: 'Pokud jste o kód nežádali, můžete tento e-mail ignorovat. Bez kódu se nikdo nepřihlásí.',
  support: 'Podpora: {support}',
};

import type { Language } from '../language.js';

/** German. */
export const de: Language = {
  direction: 'ltr',
  subject: '{code} ist Ihr Anmeldecode',
  subjectWithApp: '{code} ist Ihr Anmeldecode für {app}',
  intro: 'Ihr Anmeldecode:',
  introWithApp: 'Ihr Anmeldecode für {app}:',
  validity:
    'Er ist {duration} gültig und funktioniert nur einmal. Geben Sie ihn nur dort ein, wo Sie ihn angefordert haben.',
  minutes: { one: '{count} Minute', other: '{count} Minuten' },
  when: 'Angefordert: {time}',
  device: 'Gerät: {device}',
  browserOn: '{browser} unter {system}',
  secrecy: 'Geben Sie diesen Code an niemanden weiter. Unser Team wird Sie nie danach fragen.',
  ignore:
    'Wenn Sie diesen Code nicht angefordert haben, können Sie diese E-Mail ignorieren. Ohne den Code kann sich niemand anmelden.',
  support: 'Hilfe: {support}',
};

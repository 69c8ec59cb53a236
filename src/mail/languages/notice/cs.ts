import type { NoticeLanguage } from '../../notice-language.js';

/** Czech. */
export const cs: NoticeLanguage = {
  subject: 'Nové přihlášení',
  subjectWithApp: 'Nové přihlášení do {app}',
  intro: 'Někdo se přihlásil s vaší e-mailovou adresou ze sítě, která dosud nebyla použita.',
  when: 'Čas: {time}',
  network: 'Síť: {network}',
  wasYou: 'Pokud jste to byli vy, můžete tento e-mail ignorovat.',
  wasNotYou:
    'Pokud jste to nebyli vy, může vaši poštu číst někdo jiný. Změňte heslo ke své schránce a potom ukončete tuto relaci ve svém účtu.',
};

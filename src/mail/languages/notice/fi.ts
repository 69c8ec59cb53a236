import type { NoticeLanguage } from '../../notice-language.js';

/** Finnish. */
export const fi: NoticeLanguage = {
  subject: 'Uusi kirjautuminen',
  subjectWithApp: 'Uusi kirjautuminen palveluun {app}',
  intro: 'Joku on kirjautunut sisään sähköpostiosoitteellasi verkosta, jota ei ole käytetty aiemmin.',
  when: 'Aika: {time}',
  network: 'Verkko: {network}',
  wasYou: 'Jos se olit sinä, voit jättää tämän viestin huomiotta.',
  wasNotYou:
    'Jos se et ollut sinä, joku muu voi lukea sähköpostiasi. Vaihda sähköpostisi salasana ja päätä sitten tämä istunto tililläsi.',
};

import type { Language } from '../language.js';

/** Turkish. */
export const tr: Language = {
  direction: 'ltr',
  subject: '{code} giriş kodunuz',
  subjectWithApp: '{code} {app} giriş kodunuz',
  intro: 'Giriş kodunuz:',
  introWithApp: '{app} giriş kodunuz:',
  validity:
    'Kod {duration} boyunca geçerlidir ve yalnızca bir kez kullanılabilir. Kodu yalnızca talep ettiğiniz yere girin.',
  minutes: { one: '{count} dakika', other: '{count} dakika' },
  when: 'Talep zamanı: {time}',
  device: 'Cihaz: {device}',
  browserOn: '{system} üzerinde {browser}',
  secrecy: 'Bu kodu kimseyle paylaşmayın. Ekibimiz bu kodu sizden asla istemez.',
  ignore: 'Bu kodu siz talep etmediyseniz bu e-postayı yok sayabilirsiniz. Kod olmadan kimse giriş yapamaz.',
  support: 'Yardım: {support}',
};

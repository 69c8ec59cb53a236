import type { LoginCodeWords } from '../login-code/words.js';

/** Turkish. */
export const words: LoginCodeWords = {
  locale: 'tr',
  address: 'E-posta adresi',
  send: 'Giriş kodu gönder',
  hint: '{address} adresine gelen e-postadaki kodu girin.',
  requested: 'Talep zamanı: {time}',
  code: 'Giriş kodu',
  login: 'Giriş yap',
  resend: 'Yeni kod gönder',
  resendNow: 'Artık yeni bir kod isteyebilirsiniz.',
  retryIn: '{time} sonra tekrar deneyin.',
  change: 'Adres yanlış mı?',
  done: 'Giriş yaptınız.',
  badAddress: 'Bu, geçerli bir e-posta adresi değil.',
  badCode: 'Bu kod yanlış veya süresi dolmuş.',
  tooMany: 'Çok fazla deneme yapıldı.',
  refused: 'Bu istek reddedildi.',
  noMail: 'Şu anda e-posta gönderilemiyor.',
  noService: 'Giriş hizmeti şu anda kullanılamıyor.',
};

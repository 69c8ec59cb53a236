import type { NoticeLanguage } from '../../notice-language.js';

/** Turkish. */
export const tr: NoticeLanguage = {
  subject: 'Yeni giriş',
  subjectWithApp: '{app}: yeni giriş',
  intro: 'Birisi e-posta adresinizle, daha önce kullanılmamış bir ağdan giriş yaptı.',
  when: 'Zaman: {time}',
  network: 'Ağ: {network}',
  wasYou: 'Bu sizseniz bu e-postayı yok sayabilirsiniz.',
  wasNotYou:
    'Bu siz değilseniz e-postalarınızı başka biri okuyabiliyor. Posta kutunuzun parolasını değiştirin, ardından hesabınızda bu oturumu sonlandırın.',
};

import type { Messages } from '../core/errors.js';

/** Turkish. */
export const tr: Messages = {
  BAD_USER_INPUT: 'Bu, geçerli bir e-posta adresi değil.',
  INVALID_LOGIN_CODE: 'Bu kod yanlış veya süresi dolmuş. Kodu kontrol edin ya da yeni bir kod isteyin.',
  TOO_MANY_REQUESTS: 'Çok fazla deneme yapıldı. Lütfen biraz bekleyip tekrar deneyin.',
  UNAUTHENTICATED: 'Lütfen önce giriş yapın.',
  FORBIDDEN: 'Bunu yapma yetkiniz yok.',
  REQUEST_REFUSED: 'Bu istek reddedildi.',
  INVALID_REFRESH_TOKEN: 'Oturumunuz sona erdi. Lütfen tekrar giriş yapın.',
  DELIVERY_UNAVAILABLE: 'Şu anda e-posta gönderilemiyor. Lütfen daha sonra tekrar deneyin.',
  SERVICE_UNAVAILABLE: 'Giriş hizmeti şu anda kullanılamıyor. Lütfen tekrar deneyin.',
};

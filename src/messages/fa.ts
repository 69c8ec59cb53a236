import type { Messages } from '../core/errors.js';

/** Persian. */
export const fa: Messages = {
  BAD_USER_INPUT: 'این نشانی ایمیل معتبر نیست.',
  INVALID_LOGIN_CODE:
    'این کد اشتباه است یا اعتبار آن تمام شده است. آن را بررسی کنید یا کد تازه\u200cای بخواهید.',
  TOO_MANY_REQUESTS: 'تعداد تلاش\u200cها بیش از حد است. لطفاً کمی صبر کنید و دوباره تلاش کنید.',
  UNAUTHENTICATED: 'لطفاً ابتدا وارد شوید.',
  FORBIDDEN: 'شما اجازهٔ این کار را ندارید.',
  REQUEST_REFUSED: 'این درخواست رد شد.',
  INVALID_REFRESH_TOKEN: 'نشست شما به پایان رسیده است. لطفاً دوباره وارد شوید.',
  DELIVERY_UNAVAILABLE: 'در حال حاضر نمی\u200cتوان ایمیلی فرستاد. لطفاً بعداً دوباره تلاش کنید.',
  SERVICE_UNAVAILABLE: 'سرویس ورود در حال حاضر در دسترس نیست. لطفاً دوباره تلاش کنید.',
};

import type { LoginCodeWords } from '../login-code/words.js';

/** Persian. */
export const words: LoginCodeWords = {
  locale: 'fa',
  address: 'نشانی ایمیل',
  send: 'فرستادن کد ورود',
  hint: 'کد را از ایمیلی که به {address} فرستاده شد وارد کنید.',
  requested: 'زمان درخواست: {time}',
  code: 'کد ورود',
  login: 'ورود',
  resend: 'فرستادن کد تازه',
  resendNow: 'اکنون می\u200cتوانید کد تازه\u200cای بخواهید.',
  retryIn: '{time} دیگر دوباره تلاش کنید.',
  change: 'نشانی اشتباه است؟',
  done: 'وارد شدید.',
  badAddress: 'این نشانی ایمیل معتبر نیست.',
  badCode: 'این کد اشتباه است یا اعتبار آن تمام شده است.',
  tooMany: 'تعداد تلاش\u200cها بیش از حد است.',
  refused: 'این درخواست رد شد.',
  noMail: 'در حال حاضر نمی\u200cتوان ایمیلی فرستاد.',
  noService: 'سرویس ورود در حال حاضر در دسترس نیست.',
};

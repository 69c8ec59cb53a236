import type { Language } from '../language.js';

/** Persian. */
export const fa: Language = {
  direction: 'rtl',
  subject: '{code} کد ورود شماست',
  subjectWithApp: '{code} کد ورود شما به {app} است',
  intro: 'کد ورود شما:',
  introWithApp: 'کد ورود شما به {app}:',
  validity:
    'این کد تا {duration} معتبر است و فقط یک بار کار می\u200cکند. آن را فقط همان جایی وارد کنید که درخواستش کرده\u200cاید.',
  minutes: { one: '{count} دقیقه', other: '{count} دقیقه' },
  when: 'زمان درخواست: {time}',
  device: 'دستگاه: {device}',
  browserOn: '{browser} در {system}',
  secrecy: 'این کد را به هیچ\u200cکس ندهید. تیم ما هرگز آن را از شما نمی\u200cخواهد.',
  ignore:
    'اگر شما این کد را درخواست نکرده\u200cاید، می\u200cتوانید این ایمیل را نادیده بگیرید. بدون این کد هیچ\u200cکس نمی\u200cتواند وارد شود.',
  support: 'پشتیبانی: {support}',
};

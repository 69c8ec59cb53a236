import type { NoticeLanguage } from '../../notice-language.js';

/** Persian. */
export const fa: NoticeLanguage = {
  subject: 'ورود جدید',
  subjectWithApp: 'ورود جدید به {app}',
  intro: 'کسی با نشانی ایمیل شما از شبکه\u200cای وارد شده است که پیش\u200cتر استفاده نشده بود.',
  when: 'زمان: {time}',
  network: 'شبکه: {network}',
  wasYou: 'اگر خودتان بوده\u200cاید، می\u200cتوانید این ایمیل را نادیده بگیرید.',
  wasNotYou:
    'اگر شما نبوده\u200cاید، شخص دیگری می\u200cتواند ایمیل\u200cهای شما را بخواند. گذرواژهٔ صندوق ایمیل خود را تغییر دهید و سپس این نشست را در حساب خود پایان دهید.',
};

import type { LoginCodeWords } from '../login-code/words.js';

/** Arabic. */
export const words: LoginCodeWords = {
  locale: 'ar',
  address: 'عنوان البريد الإلكتروني',
  send: 'إرسال الرمز',
  hint: 'أدخِل الرمز من الرسالة المرسلة إلى {address}.',
  requested: 'وقت الطلب: {time}',
  code: 'رمز تسجيل الدخول',
  login: 'تسجيل الدخول',
  resend: 'إرسال رمز جديد',
  resendNow: 'يمكنك الآن طلب رمز جديد.',
  retryIn: 'حاول مرة أخرى بعد {time}.',
  change: 'عنوان خاطئ؟',
  done: 'تم تسجيل دخولك.',
  badAddress: 'عنوان البريد الإلكتروني هذا غير صالح.',
  badCode: 'هذا الرمز غير صحيح أو انتهت صلاحيته.',
  tooMany: 'محاولات كثيرة جدًا.',
  refused: 'رُفض هذا الطلب.',
  noMail: 'لا يمكن إرسال أي بريد إلكتروني في الوقت الحالي.',
  noService: 'خدمة تسجيل الدخول غير متاحة في الوقت الحالي.',
};

import type { Messages } from '../core/errors.js';

/** Arabic. */
export const ar: Messages = {
  BAD_USER_INPUT: 'عنوان البريد الإلكتروني هذا غير صالح.',
  INVALID_LOGIN_CODE: 'هذا الرمز غير صحيح أو انتهت صلاحيته. تحقَّق منه أو اطلب رمزًا جديدًا.',
  TOO_MANY_REQUESTS: 'محاولات كثيرة جدًا. يُرجى الانتظار قليلًا ثم المحاولة مرة أخرى.',
  UNAUTHENTICATED: 'يُرجى تسجيل الدخول أولًا.',
  FORBIDDEN: 'غير مسموح لك بالقيام بذلك.',
  REQUEST_REFUSED: 'رُفض هذا الطلب.',
  INVALID_REFRESH_TOKEN: 'انتهت جلستك. يُرجى تسجيل الدخول مرة أخرى.',
  DELIVERY_UNAVAILABLE: 'لا يمكن إرسال أي بريد إلكتروني في الوقت الحالي. يُرجى المحاولة لاحقًا.',
  SERVICE_UNAVAILABLE: 'خدمة تسجيل الدخول غير متاحة في الوقت الحالي. يُرجى المحاولة مرة أخرى.',
};

import type { Language } from '../language.js';

/** Arabic. */
export const ar: Language = {
  direction: 'rtl',
  subject: '{code} هو رمز تسجيل الدخول الخاص بك',
  subjectWithApp: '{code} هو رمز تسجيل دخولك إلى {app}',
  intro: 'رمز تسجيل الدخول الخاص بك:',
  introWithApp: 'رمز تسجيل دخولك إلى {app}:',
  validity: 'الرمز صالح لمدة {duration} ويُستخدم مرة واحدة فقط. أدخِله فقط حيث طلبته.',
  minutes: {
    zero: '{count} دقيقة',
    one: 'دقيقة واحدة',
    two: 'دقيقتين',
    few: '{count} دقائق',
    many: '{count} دقيقة',
    other: '{count} دقيقة',
  },
  when: 'وقت الطلب: {time}',
  device: 'الجهاز: {device}',
  browserOn: '{browser} على {system}',
  secrecy: 'لا تشارك هذا الرمز مع أي شخص. لن يطلبه منك فريقنا أبدًا.',
  ignore: 'إذا لم تطلب هذا الرمز، فيمكنك تجاهل هذه الرسالة. لا يمكن لأحد تسجيل الدخول من دون الرمز.',
  support: 'المساعدة: {support}',
};

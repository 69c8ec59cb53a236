import type { NoticeLanguage } from '../../notice-language.js';

/** Arabic. */
export const ar: NoticeLanguage = {
  subject: 'تسجيل دخول جديد',
  subjectWithApp: 'تسجيل دخول جديد إلى {app}',
  intro: 'سجّل شخص ما الدخول بعنوان بريدك الإلكتروني من شبكة لم تُستخدم من قبل.',
  when: 'الوقت: {time}',
  network: 'الشبكة: {network}',
  wasYou: 'إذا كنت أنت من فعل ذلك، فيمكنك تجاهل هذه الرسالة.',
  wasNotYou:
    'إذا لم تكن أنت، فهناك شخص آخر يمكنه قراءة بريدك الإلكتروني. غيّر كلمة مرور بريدك، ثم أنهِ هذه الجلسة في حسابك.',
};

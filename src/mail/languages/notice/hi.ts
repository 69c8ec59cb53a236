import type { NoticeLanguage } from '../../notice-language.js';

/** Hindi. */
export const hi: NoticeLanguage = {
  subject: 'नया लॉगिन',
  subjectWithApp: '{app} में नया लॉगिन',
  intro: 'किसी ने आपके ईमेल पते से ऐसे नेटवर्क से लॉगिन किया है, जिसका पहले उपयोग नहीं हुआ था।',
  when: 'समय: {time}',
  network: 'नेटवर्क: {network}',
  wasYou: 'अगर यह आप थे, तो आप इस ईमेल को अनदेखा कर सकते हैं।',
  wasNotYou:
    'अगर यह आप नहीं थे, तो कोई और आपके ईमेल पढ़ सकता है। अपने मेलबॉक्स का पासवर्ड बदलें, फिर अपने खाते में यह सत्र समाप्त करें।',
};

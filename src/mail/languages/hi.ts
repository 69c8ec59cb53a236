import type { Language } from '../language.js';

/** Hindi. */
export const hi: Language = {
  direction: 'ltr',
  subject: '{code} आपका लॉगिन कोड है',
  subjectWithApp: '{code} आपका {app} लॉगिन कोड है',
  intro: 'आपका लॉगिन कोड:',
  introWithApp: 'आपका {app} लॉगिन कोड:',
  validity: 'यह कोड {duration} तक मान्य है और केवल एक बार काम करेगा। इसे केवल वहीं डालें जहाँ आपने इसे माँगा था।',
  minutes: { one: '{count} मिनट', other: '{count} मिनट' },
  when: 'अनुरोध का समय: {time}',
  device: 'डिवाइस: {device}',
  browserOn: '{system} पर {browser}',
  secrecy: 'यह कोड किसी को न बताएँ। हमारी टीम आपसे यह कोड कभी नहीं माँगेगी।',
  ignore: 'अगर आपने यह कोड नहीं माँगा था, तो आप इस ईमेल को अनदेखा कर सकते हैं। कोड के बिना कोई लॉगिन नहीं कर सकता।',
  support: 'सहायता: {support}',
};

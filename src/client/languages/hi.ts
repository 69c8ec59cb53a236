import type { LoginCodeWords } from '../login-code/words.js';

/** Hindi. */
export const words: LoginCodeWords = {
  locale: 'hi',
  address: 'ईमेल पता',
  send: 'लॉगिन कोड भेजें',
  hint: '{address} पर आए ईमेल का कोड डालें।',
  requested: 'अनुरोध का समय: {time}',
  code: 'लॉगिन कोड',
  login: 'लॉगिन करें',
  resend: 'नया कोड भेजें',
  resendNow: 'अब आप नया कोड माँग सकते हैं।',
  retryIn: '{time} बाद फिर से कोशिश करें।',
  change: 'पता गलत है?',
  done: 'लॉगिन हो गया।',
  badAddress: 'यह ईमेल पता मान्य नहीं है।',
  badCode: 'यह कोड गलत है या अब मान्य नहीं है।',
  tooMany: 'बहुत ज़्यादा कोशिशें हो गई हैं।',
  refused: 'यह अनुरोध अस्वीकार कर दिया गया।',
  noMail: 'इस समय ईमेल नहीं भेजा जा सकता।',
  noService: 'इस समय लॉगिन नहीं किया जा सकता।',
};

import type { Messages } from '../core/errors.js';

/** Hindi. */
export const hi: Messages = {
  BAD_USER_INPUT: 'यह ईमेल पता मान्य नहीं है।',
  INVALID_LOGIN_CODE: 'यह कोड गलत है या इसकी समय-सीमा समाप्त हो गई है। इसे जाँचें या नया कोड माँगें।',
  TOO_MANY_REQUESTS: 'बहुत ज़्यादा प्रयास हो गए हैं। कृपया थोड़ा रुककर फिर से कोशिश करें।',
  UNAUTHENTICATED: 'कृपया पहले लॉगिन करें।',
  FORBIDDEN: 'आपको यह करने की अनुमति नहीं है।',
  REQUEST_REFUSED: 'यह अनुरोध अस्वीकार कर दिया गया।',
  INVALID_REFRESH_TOKEN: 'आपका सत्र समाप्त हो गया है। कृपया फिर से लॉगिन करें।',
  DELIVERY_UNAVAILABLE: 'इस समय ईमेल नहीं भेजा जा सकता। कृपया बाद में फिर से कोशिश करें।',
  SERVICE_UNAVAILABLE: 'लॉगिन सेवा इस समय उपलब्ध नहीं है। कृपया फिर से कोशिश करें।',
};

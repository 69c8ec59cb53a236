import type { Language } from '../language.js';

/** Chinese, traditional. */
export const zhHant: Language = {
  direction: 'ltr',
  subject: '{code} 是您的登入驗證碼',
  subjectWithApp: '{code} 是您的 {app} 登入驗證碼',
  intro: '您的登入驗證碼：',
  introWithApp: '您的 {app} 登入驗證碼：',
  validity: '驗證碼在 {duration}內有效，且只能使用一次。請僅在您要求驗證碼的頁面輸入。',
  minutes: { other: '{count} 分鐘' },
  when: '要求時間：{time}',
  device: '裝置：{device}',
  browserOn: '{system} 上的 {browser}',
  secrecy: '請勿將驗證碼告訴任何人。我們的工作人員絕不會向您索取驗證碼。',
  ignore: '如果您沒有要求此驗證碼，請忽略這封郵件。沒有驗證碼，任何人都無法登入。',
  support: '支援：{support}',
};

import type { NoticeLanguage } from '../../notice-language.js';

/** Chinese in traditional characters. */
export const zhHant: NoticeLanguage = {
  subject: '新的登入',
  subjectWithApp: '{app} 有新的登入',
  intro: '有人使用您的電子郵件地址，從先前未使用過的網路登入。',
  when: '時間：{time}',
  network: '網路：{network}',
  wasYou: '如果是您本人，請忽略這封郵件。',
  wasNotYou: '如果不是您本人，表示有其他人可以讀取您的郵件。請變更信箱密碼，然後在您的帳戶中結束此工作階段。',
};

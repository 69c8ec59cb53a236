import type { NoticeLanguage } from '../../notice-language.js';

/** Chinese in simplified characters. */
export const zhHans: NoticeLanguage = {
  subject: '新的登录',
  subjectWithApp: '{app} 有新的登录',
  intro: '有人使用您的邮箱地址从此前未使用过的网络登录。',
  when: '时间：{time}',
  network: '网络：{network}',
  wasYou: '如果是您本人，请忽略这封邮件。',
  wasNotYou: '如果不是您本人，说明有其他人可以读取您的邮件。请更改邮箱密码，然后在您的账户中结束此会话。',
};

import type { Language } from '../language.js';

/** Chinese, simplified. */
export const zhHans: Language = {
  direction: 'ltr',
  subject: '{code} 是您的登录验证码',
  subjectWithApp: '{code} 是您的 {app} 登录验证码',
  intro: '您的登录验证码：',
  introWithApp: '您的 {app} 登录验证码：',
  validity: '验证码在 {duration}内有效，且只能使用一次。请仅在您请求验证码的页面输入。',
  minutes: { other: '{count} 分钟' },
  when: '请求时间：{time}',
  device: '设备：{device}',
  browserOn: '{system} 上的 {browser}',
  secrecy: '请勿将验证码告诉任何人。我们的工作人员绝不会向您索要验证码。',
  ignore: '如果您没有请求此验证码，请忽略这封邮件。没有验证码，任何人都无法登录。',
  support: '帮助：{support}',
};

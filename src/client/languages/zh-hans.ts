import type { LoginCodeWords } from '../login-code/words.js';

/** Chinese, simplified. */
export const words: LoginCodeWords = {
  locale: 'zh-Hans',
  address: '电子邮件地址',
  send: '发送验证码',
  hint: '请输入发送至 {address} 的邮件中的验证码。',
  requested: '请求时间：{time}',
  code: '登录验证码',
  login: '登录',
  resend: '重新发送验证码',
  resendNow: '现在可以重新获取验证码。',
  retryIn: '请在 {time}后重试。',
  change: '地址有误？',
  done: '您已登录。',
  badAddress: '此电子邮件地址无效。',
  badCode: '验证码错误或已过期。',
  tooMany: '尝试次数过多。',
  refused: '此请求已被拒绝。',
  noMail: '目前无法发送邮件。',
  noService: '登录服务目前不可用。',
};

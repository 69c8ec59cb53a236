import type { Messages } from '../core/errors.js';

/** Chinese, simplified. */
export const zhHans: Messages = {
  BAD_USER_INPUT: '此电子邮件地址无效。',
  INVALID_LOGIN_CODE: '验证码错误或已过期。请检查后重试，或重新获取验证码。',
  TOO_MANY_REQUESTS: '尝试次数过多。请稍候再试。',
  UNAUTHENTICATED: '请先登录。',
  FORBIDDEN: '您无权执行此操作。',
  REQUEST_REFUSED: '此请求已被拒绝。',
  INVALID_REFRESH_TOKEN: '您的登录已失效。请重新登录。',
  DELIVERY_UNAVAILABLE: '目前无法发送邮件。请稍后再试。',
  SERVICE_UNAVAILABLE: '登录服务目前不可用。请重试。',
};

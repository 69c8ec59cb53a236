import type { LoginCodeWords } from '../login-code/words.js';

/** Chinese, traditional. */
export const words: LoginCodeWords = {
  locale: 'zh-Hant',
  address: '電子郵件地址',
  send: '傳送驗證碼',
  hint: '請輸入寄至 {address} 的郵件中的驗證碼。',
  requested: '要求時間：{time}',
  code: '登入驗證碼',
  login: '登入',
  resend: '重新傳送驗證碼',
  resendNow: '現在可以重新取得驗證碼。',
  retryIn: '請在 {time}後重試。',
  change: '地址有誤？',
  done: '您已登入。',
  badAddress: '此電子郵件地址無效。',
  badCode: '驗證碼錯誤或已過期。',
  tooMany: '嘗試次數過多。',
  refused: '此請求已被拒絕。',
  noMail: '目前無法寄送郵件。',
  noService: '登入服務目前無法使用。',
};

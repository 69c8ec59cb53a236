import type { Messages } from '../core/errors.js';

/** Chinese, traditional. */
export const zhHant: Messages = {
  BAD_USER_INPUT: '此電子郵件地址無效。',
  INVALID_LOGIN_CODE: '驗證碼錯誤或已過期。請檢查後重試，或重新取得驗證碼。',
  TOO_MANY_REQUESTS: '嘗試次數過多。請稍候再試。',
  UNAUTHENTICATED: '請先登入。',
  FORBIDDEN: '您沒有權限執行此操作。',
  REQUEST_REFUSED: '此請求已被拒絕。',
  INVALID_REFRESH_TOKEN: '您的登入已失效。請重新登入。',
  DELIVERY_UNAVAILABLE: '目前無法寄送郵件。請稍後再試。',
  SERVICE_UNAVAILABLE: '登入服務目前無法使用。請重試。',
};

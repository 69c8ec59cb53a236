import type { Messages } from '../core/errors.js';

/** Japanese. */
export const ja: Messages = {
  BAD_USER_INPUT: 'このメールアドレスは正しくありません。',
  INVALID_LOGIN_CODE:
    'コードが正しくないか、有効期限が切れています。コードを確認するか、新しいコードをリクエストしてください。',
  TOO_MANY_REQUESTS: '試行回数が多すぎます。しばらく待ってから、もう一度お試しください。',
  UNAUTHENTICATED: '先にログインしてください。',
  FORBIDDEN: 'この操作を行う権限がありません。',
  REQUEST_REFUSED: 'このリクエストは拒否されました。',
  INVALID_REFRESH_TOKEN: 'セッションが終了しました。もう一度ログインしてください。',
  DELIVERY_UNAVAILABLE: '現在、メールを送信できません。しばらくしてからもう一度お試しください。',
  SERVICE_UNAVAILABLE: '現在、ログインサービスを利用できません。もう一度お試しください。',
};

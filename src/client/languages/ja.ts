import type { LoginCodeWords } from '../login-code/words.js';

/** Japanese. */
export const words: LoginCodeWords = {
  locale: 'ja',
  address: 'メールアドレス',
  send: 'ログインコードを送信',
  hint: '{address} 宛てのメールにあるコードを入力してください。',
  requested: 'リクエスト日時：{time}',
  code: 'ログインコード',
  login: 'ログイン',
  resend: '新しいコードを送信',
  resendNow: '新しいコードをリクエストできます。',
  retryIn: '{time}後にもう一度お試しください。',
  change: 'アドレスが違いますか？',
  done: 'ログインしました。',
  badAddress: 'このメールアドレスは正しくありません。',
  badCode: 'コードが正しくないか、有効期限が切れています。',
  tooMany: '試行回数が多すぎます。',
  refused: 'このリクエストは拒否されました。',
  noMail: '現在、メールを送信できません。',
  noService: '現在、ログインできません。',
};

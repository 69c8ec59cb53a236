import type { Language } from '../language.js';

/** Japanese. */
export const ja: Language = {
  direction: 'ltr',
  subject: '{code} はログインコードです',
  subjectWithApp: '{code} は {app} のログインコードです',
  intro: 'ログインコード：',
  introWithApp: '{app} のログインコード：',
  validity:
    'このコードは {duration}間有効で、1 回だけ使用できます。コードをリクエストした画面にのみ入力してください。',
  minutes: { other: '{count} 分' },
  when: 'リクエスト日時：{time}',
  device: 'デバイス：{device}',
  browserOn: '{system} の {browser}',
  secrecy:
    'このコードを他の人に教えないでください。当社のスタッフがコードをお尋ねすることは決してありません。',
  ignore: 'お心当たりがない場合は、このメールを無視してください。コードがなければ誰もログインできません。',
  support: 'お問い合わせ：{support}',
};

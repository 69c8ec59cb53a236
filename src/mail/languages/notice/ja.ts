import type { NoticeLanguage } from '../../notice-language.js';

/** Japanese. */
export const ja: NoticeLanguage = {
  subject: '新しいログイン',
  subjectWithApp: '{app} への新しいログイン',
  intro: 'これまで使われていないネットワークから、お客様のメールアドレスでログインがありました。',
  when: '日時：{time}',
  network: 'ネットワーク：{network}',
  wasYou: 'ご本人による操作の場合は、このメールを無視してください。',
  wasNotYou:
    'お心当たりがない場合は、第三者がお客様のメールを読める状態です。メールのパスワードを変更し、その後アカウントでこのセッションを終了してください。',
};

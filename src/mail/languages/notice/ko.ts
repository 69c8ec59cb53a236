import type { NoticeLanguage } from '../../notice-language.js';

/** Korean. */
export const ko: NoticeLanguage = {
  subject: '새로운 로그인',
  subjectWithApp: '{app} 새로운 로그인',
  intro: '이전에 사용되지 않은 네트워크에서 회원님의 이메일 주소로 로그인이 이루어졌습니다.',
  when: '시각: {time}',
  network: '네트워크: {network}',
  wasYou: '본인이 로그인하셨다면 이 이메일을 무시하셔도 됩니다.',
  wasNotYou:
    '본인이 아니라면 다른 사람이 회원님의 이메일을 읽을 수 있습니다. 메일함의 비밀번호를 변경한 다음, 계정에서 이 세션을 종료하세요.',
};

import type { Language } from '../language.js';

/** Korean. */
export const ko: Language = {
  direction: 'ltr',
  subject: '{code}: 로그인 코드',
  subjectWithApp: '{code}: {app} 로그인 코드',
  intro: '로그인 코드:',
  introWithApp: '{app} 로그인 코드:',
  validity:
    '이 코드는 {duration} 동안 유효하며 한 번만 사용할 수 있습니다. 코드를 요청한 곳에서만 입력하세요.',
  minutes: { other: '{count}분' },
  when: '요청 시각: {time}',
  device: '기기: {device}',
  browserOn: '{system}의 {browser}',
  secrecy: '이 코드를 다른 사람과 공유하지 마세요. 저희 팀은 절대로 코드를 묻지 않습니다.',
  ignore:
    '코드를 요청하지 않으셨다면 이 이메일을 무시하셔도 됩니다. 코드 없이는 아무도 로그인할 수 없습니다.',
  support: '고객 지원: {support}',
};

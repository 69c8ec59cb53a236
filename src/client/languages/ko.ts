import type { LoginCodeWords } from '../login-code/words.js';

/** Korean. */
export const words: LoginCodeWords = {
  locale: 'ko',
  address: '이메일 주소',
  send: '로그인 코드 보내기',
  hint: '{address}(으)로 보낸 이메일의 코드를 입력하세요.',
  requested: '요청 시각: {time}',
  code: '로그인 코드',
  login: '로그인',
  resend: '새 코드 보내기',
  resendNow: '이제 새 코드를 요청할 수 있습니다.',
  retryIn: '{time} 후에 다시 시도해 주세요.',
  change: '주소가 잘못되었나요?',
  done: '로그인되었습니다.',
  badAddress: '올바른 이메일 주소가 아닙니다.',
  badCode: '코드가 잘못되었거나 만료되었습니다.',
  tooMany: '시도 횟수가 너무 많습니다.',
  refused: '요청이 거부되었습니다.',
  noMail: '지금은 이메일을 보낼 수 없습니다.',
  noService: '지금은 로그인 서비스를 이용할 수 없습니다.',
};

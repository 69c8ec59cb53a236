import type { Messages } from '../core/errors.js';

/** Korean. */
export const ko: Messages = {
  BAD_USER_INPUT: '올바른 이메일 주소가 아닙니다.',
  INVALID_LOGIN_CODE: '코드가 잘못되었거나 만료되었습니다. 코드를 확인하거나 새 코드를 요청하세요.',
  TOO_MANY_REQUESTS: '시도 횟수가 너무 많습니다. 잠시 후 다시 시도해 주세요.',
  UNAUTHENTICATED: '먼저 로그인해 주세요.',
  FORBIDDEN: '이 작업을 수행할 권한이 없습니다.',
  REQUEST_REFUSED: '요청이 거부되었습니다.',
  INVALID_REFRESH_TOKEN: '세션이 종료되었습니다. 다시 로그인해 주세요.',
  DELIVERY_UNAVAILABLE: '지금은 이메일을 보낼 수 없습니다. 나중에 다시 시도해 주세요.',
  SERVICE_UNAVAILABLE: '지금은 로그인 서비스를 이용할 수 없습니다. 다시 시도해 주세요.',
};

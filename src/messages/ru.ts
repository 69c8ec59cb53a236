import type { Messages } from '../core/errors.js';

/** Russian. */
export const ru: Messages = {
  BAD_USER_INPUT: 'Это недействительный адрес электронной почты.',
  INVALID_LOGIN_CODE: 'Код неверный или больше не действует. Проверьте его или запросите новый.',
  TOO_MANY_REQUESTS: 'Слишком много попыток. Подождите немного и попробуйте ещё раз.',
  UNAUTHENTICATED: 'Сначала войдите.',
  FORBIDDEN: 'У вас нет на это прав.',
  REQUEST_REFUSED: 'Этот запрос отклонён.',
  INVALID_REFRESH_TOKEN: 'Ваш сеанс завершён. Войдите ещё раз.',
  DELIVERY_UNAVAILABLE: 'Сейчас невозможно отправить письмо. Попробуйте позже.',
  SERVICE_UNAVAILABLE: 'Служба входа сейчас недоступна. Попробуйте ещё раз.',
};

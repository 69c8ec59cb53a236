import type { Messages } from '../core/errors.js';

/** Ukrainian. */
export const uk: Messages = {
  BAD_USER_INPUT: 'Це недійсна адреса електронної пошти.',
  INVALID_LOGIN_CODE: 'Код неправильний або вже недійсний. Перевірте його або запросіть новий.',
  TOO_MANY_REQUESTS: 'Забагато спроб. Зачекайте трохи й спробуйте ще раз.',
  UNAUTHENTICATED: 'Спочатку увійдіть.',
  FORBIDDEN: 'Ви не маєте права це робити.',
  REQUEST_REFUSED: 'Цей запит відхилено.',
  INVALID_REFRESH_TOKEN: 'Ваш сеанс завершено. Увійдіть ще раз.',
  DELIVERY_UNAVAILABLE: 'Зараз неможливо надіслати лист. Спробуйте пізніше.',
  SERVICE_UNAVAILABLE: 'Служба входу зараз недоступна. Спробуйте ще раз.',
};

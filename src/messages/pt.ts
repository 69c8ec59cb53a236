import type { Messages } from '../core/errors.js';

/** Portuguese. */
export const pt: Messages = {
  BAD_USER_INPUT: 'Este endereço de e-mail não é válido.',
  INVALID_LOGIN_CODE: 'Este código está incorreto ou expirou. Verifique-o ou peça um novo.',
  TOO_MANY_REQUESTS: 'Demasiadas tentativas. Aguarde um momento e tente novamente.',
  UNAUTHENTICATED: 'Primeiro, entre na sua conta.',
  FORBIDDEN: 'Não tem permissão para fazer isto.',
  REQUEST_REFUSED: 'Este pedido foi recusado.',
  INVALID_REFRESH_TOKEN: 'A sua sessão terminou. Entre novamente.',
  DELIVERY_UNAVAILABLE: 'Neste momento, não é possível enviar e-mails. Tente novamente mais tarde.',
  SERVICE_UNAVAILABLE: 'O serviço de acesso não está disponível neste momento. Tente novamente.',
};

import type { LoginCodeWords } from '../login-code/words.js';

/** Portuguese. */
export const words: LoginCodeWords = {
  locale: 'pt',
  address: 'Endereço de e-mail',
  send: 'Enviar código de acesso',
  hint: 'Insira o código do e-mail enviado para {address}.',
  requested: 'Solicitado: {time}',
  code: 'Código de acesso',
  login: 'Entrar',
  resend: 'Enviar outro código',
  resendNow: 'Já pode pedir outro código.',
  retryIn: 'Tente novamente em {time}.',
  change: 'Endereço errado?',
  done: 'Sessão iniciada.',
  badAddress: 'Este endereço de e-mail não é válido.',
  badCode: 'Este código está incorreto ou expirou.',
  tooMany: 'Demasiadas tentativas.',
  refused: 'Este pedido foi recusado.',
  noMail: 'Neste momento, não é possível enviar e-mails.',
  noService: 'O serviço de acesso não está disponível neste momento.',
};

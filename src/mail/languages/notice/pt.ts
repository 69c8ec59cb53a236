import type { NoticeLanguage } from '../../notice-language.js';

/** Portuguese. */
export const pt: NoticeLanguage = {
  subject: 'Novo acesso',
  subjectWithApp: 'Novo acesso a {app}',
  intro: 'Alguém entrou com o seu endereço de e-mail, a partir de uma rede que nunca tinha sido usada.',
  when: 'Data: {time}',
  network: 'Rede: {network}',
  wasYou: 'Se foi você, pode ignorar este e-mail.',
  wasNotYou:
    'Se não foi você, outra pessoa consegue ler o seu e-mail. Mude a palavra-passe da sua caixa de correio e depois termine esta sessão na sua conta.',
};

import type { LoginCodeWords } from '../login-code/words.js';

/** French. */
export const words: LoginCodeWords = {
  locale: 'fr',
  address: 'Adresse e-mail',
  send: 'Envoyer le code de connexion',
  hint: 'Saisissez le code de l’e-mail envoyé à {address}.',
  requested: 'Demande\u00a0: {time}',
  code: 'Code de connexion',
  login: 'Se connecter',
  resend: 'Envoyer un nouveau code',
  resendNow: 'Vous pouvez maintenant demander un nouveau code.',
  retryIn: 'Réessayez dans {time}.',
  change: 'Adresse incorrecte\u00a0?',
  done: 'Vous êtes connecté(e).',
  badAddress: 'Cette adresse e-mail n’est pas valide.',
  badCode: 'Ce code est incorrect ou a expiré.',
  tooMany: 'Trop de tentatives.',
  refused: 'Cette demande a été refusée.',
  noMail: 'Aucun e-mail ne peut être envoyé pour le moment.',
  noService: 'Le service de connexion n’est pas disponible pour le moment.',
};

import type { Messages } from '../core/errors.js';

/** French. */
export const fr: Messages = {
  BAD_USER_INPUT: 'Cette adresse e-mail n’est pas valide.',
  INVALID_LOGIN_CODE: 'Ce code est incorrect ou a expiré. Vérifiez-le ou demandez-en un nouveau.',
  TOO_MANY_REQUESTS: 'Trop de tentatives. Veuillez patienter un instant avant de réessayer.',
  UNAUTHENTICATED: 'Veuillez d’abord vous connecter.',
  FORBIDDEN: 'Vous n’avez pas l’autorisation de faire cela.',
  REQUEST_REFUSED: 'Cette demande a été refusée.',
  INVALID_REFRESH_TOKEN: 'Votre session a pris fin. Veuillez vous reconnecter.',
  DELIVERY_UNAVAILABLE: 'Aucun e-mail ne peut être envoyé pour le moment. Veuillez réessayer plus tard.',
  SERVICE_UNAVAILABLE: 'Le service de connexion n’est pas disponible pour le moment. Veuillez réessayer.',
};

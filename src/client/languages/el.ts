import type { LoginCodeWords } from '../login-code/words.js';

/** Greek. */
export const words: LoginCodeWords = {
  locale: 'el',
  address: 'Διεύθυνση email',
  send: 'Αποστολή κωδικού',
  hint: 'Γράψτε τον κωδικό από το email προς {address}.',
  requested: 'Ζητήθηκε: {time}',
  code: 'Κωδικός σύνδεσης',
  login: 'Σύνδεση',
  resend: 'Αποστολή νέου κωδικού',
  resendNow: 'Μπορείτε να ζητήσετε νέο κωδικό.',
  retryIn: 'Δοκιμάστε ξανά σε {time}.',
  change: 'Λάθος διεύθυνση;',
  done: 'Συνδεθήκατε.',
  badAddress: 'Λάθος διεύθυνση email.',
  badCode: 'Λάθος ή ληγμένος κωδικός.',
  tooMany: 'Πολλές προσπάθειες.',
  refused: 'Το αίτημα απορρίφθηκε.',
  noMail: 'Δεν μπορεί να σταλεί email τώρα.',
  noService: 'Δεν μπορείτε να συνδεθείτε τώρα.',
};

import type { Messages } from '../core/errors.js';

/** Greek. */
export const el: Messages = {
  BAD_USER_INPUT: 'Αυτή η διεύθυνση email δεν είναι έγκυρη.',
  INVALID_LOGIN_CODE: 'Ο κωδικός είναι λανθασμένος ή έχει λήξει. Ελέγξτε τον ή ζητήστε νέο.',
  TOO_MANY_REQUESTS: 'Πάρα πολλές προσπάθειες. Περιμένετε λίγο και δοκιμάστε ξανά.',
  UNAUTHENTICATED: 'Συνδεθείτε πρώτα.',
  FORBIDDEN: 'Δεν έχετε δικαίωμα να το κάνετε αυτό.',
  REQUEST_REFUSED: 'Το αίτημα απορρίφθηκε.',
  INVALID_REFRESH_TOKEN: 'Η συνεδρία σας έληξε. Συνδεθείτε ξανά.',
  DELIVERY_UNAVAILABLE: 'Αυτή τη στιγμή δεν μπορεί να σταλεί email. Δοκιμάστε ξανά αργότερα.',
  SERVICE_UNAVAILABLE: 'Η υπηρεσία σύνδεσης δεν είναι διαθέσιμη αυτή τη στιγμή. Δοκιμάστε ξανά.',
};

import type { Language } from '../language.js';

/** Greek. */
export const el: Language = {
  direction: 'ltr',
  subject: '{code} είναι ο κωδικός σύνδεσής σας',
  subjectWithApp: '{code} είναι ο κωδικός σύνδεσής σας για {app}',
  intro: 'Ο κωδικός σύνδεσής σας:',
  introWithApp: 'Ο κωδικός σύνδεσής σας για {app}:',
  validity:
    'Ισχύει για {duration} και μπορεί να χρησιμοποιηθεί μόνο μία φορά. Πληκτρολογήστε τον μόνο εκεί όπου τον ζητήσατε.',
  minutes: { one: '{count} λεπτό', other: '{count} λεπτά' },
  when: 'Ζητήθηκε: {time}',
  device: 'Συσκευή: {device}',
  browserOn: '{browser} σε {system}',
  secrecy: 'Μην κοινοποιήσετε τον κωδικό σε κανέναν. Η ομάδα μας δεν θα σας τον ζητήσει ποτέ.',
  ignore:
    'Αν δεν ζητήσατε τον κωδικό, μπορείτε να αγνοήσετε αυτό το μήνυμα. Κανείς δεν μπορεί να συνδεθεί χωρίς τον κωδικό.',
  support: 'Βοήθεια: {support}',
};

import type { LoginCodeWords } from '../login-code/words.js';

/** Hebrew. */
export const words: LoginCodeWords = {
  locale: 'he',
  address: 'כתובת דוא״ל',
  send: 'שליחת קוד כניסה',
  hint: 'יש להזין את הקוד מההודעה שנשלחה אל {address}.',
  requested: 'מועד הבקשה: {time}',
  code: 'קוד כניסה',
  login: 'כניסה',
  resend: 'שליחת קוד חדש',
  resendNow: 'אפשר לבקש עכשיו קוד חדש.',
  retryIn: 'יש לנסות שוב בעוד {time}.',
  change: 'כתובת שגויה?',
  done: 'נכנסת.',
  badAddress: 'כתובת הדוא״ל הזו אינה תקינה.',
  badCode: 'הקוד שגוי או שפג תוקפו.',
  tooMany: 'יותר מדי ניסיונות.',
  refused: 'הבקשה נדחתה.',
  noMail: 'לא ניתן לשלוח דוא״ל כרגע.',
  noService: 'שירות הכניסה אינו זמין כרגע.',
};

import type { Messages } from '../core/errors.js';

/** Hebrew. */
export const he: Messages = {
  BAD_USER_INPUT: 'כתובת הדוא״ל הזו אינה תקינה.',
  INVALID_LOGIN_CODE: 'הקוד שגוי או שפג תוקפו. אפשר לבדוק אותו או לבקש קוד חדש.',
  TOO_MANY_REQUESTS: 'יותר מדי ניסיונות. יש להמתין רגע ולנסות שוב.',
  UNAUTHENTICATED: 'יש להיכנס תחילה.',
  FORBIDDEN: 'אין לך הרשאה לעשות זאת.',
  REQUEST_REFUSED: 'הבקשה נדחתה.',
  INVALID_REFRESH_TOKEN: 'תוקף ההתחברות שלך פג. יש להיכנס שוב.',
  DELIVERY_UNAVAILABLE: 'לא ניתן לשלוח דוא״ל כרגע. יש לנסות שוב מאוחר יותר.',
  SERVICE_UNAVAILABLE: 'שירות הכניסה אינו זמין כרגע. יש לנסות שוב.',
};

import type { Language } from '../language.js';

/** Hebrew. */
export const he: Language = {
  direction: 'rtl',
  subject: '{code} הוא קוד הכניסה שלך',
  subjectWithApp: '{code} הוא קוד הכניסה שלך ל-{app}',
  intro: 'קוד הכניסה שלך:',
  introWithApp: 'קוד הכניסה שלך ל-{app}:',
  validity: 'הקוד תקף למשך {duration} וניתן להשתמש בו פעם אחת בלבד. יש להזין אותו רק במקום שבו ביקשת אותו.',
  minutes: { one: 'דקה אחת', two: 'שתי דקות', other: '{count} דקות' },
  when: 'מועד הבקשה: {time}',
  device: 'מכשיר: {device}',
  browserOn: '{browser} ב-{system}',
  secrecy: 'אין לשתף את הקוד עם אף אחד. הצוות שלנו לעולם לא יבקש אותו ממך.',
  ignore: 'אם לא ביקשת את הקוד, אפשר להתעלם מהודעה זו. איש אינו יכול להיכנס ללא הקוד.',
  support: 'עזרה: {support}',
};

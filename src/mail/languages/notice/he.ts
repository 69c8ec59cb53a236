import type { NoticeLanguage } from '../../notice-language.js';

/** Hebrew. */
export const he: NoticeLanguage = {
  subject: 'כניסה חדשה',
  subjectWithApp: 'כניסה חדשה ל-{app}',
  intro: 'מישהו נכנס עם כתובת הדוא״ל שלך, מרשת שלא נעשה בה שימוש קודם.',
  when: 'מועד: {time}',
  network: 'רשת: {network}',
  wasYou: 'אם זה היה מעשה שלך, אפשר להתעלם מהודעה זו.',
  wasNotYou:
    'אם זה לא היה מעשה שלך, מישהו אחר יכול לקרוא את הדוא״ל שלך. יש להחליף את סיסמת תיבת הדוא״ל, ולאחר מכן לסיים את ההפעלה הזו בחשבון שלך.',
};

import type { Language } from '../language.js';

/** English. */
export const en: Language = {
  direction: 'ltr',
  subject: '{code} is your login code',
  subjectWithApp: '{code} is your {app} login code',
  intro: 'Your login code:',
  introWithApp: 'Your login code for {app}:',
  validity: 'It is valid for {duration} and works once. Enter it only where you asked for it.',
  minutes: { one: '{count} minute', other: '{count} minutes' },
  when: 'Requested: {time}',
  device: 'Device: {device}',
  browserOn: '{browser} on {system}',
  secrecy: 'Do not share this code with anyone. Our team will never ask you for it.',
  ignore: 'If you did not ask for this code, you can ignore this email. Nobody can log in without the code.',
  support: 'Help: {support}',
};

import type { Setting } from '../setting.js';
import { claimSettings } from './claim-settings.js';
import { codeSettings } from './code-settings.js';
import { cookieSettings } from './cookie-settings.js';
import { keySettings } from './key-settings.js';
import { limitSettings } from './limit-settings.js';
import { mailSettings } from './mail-settings.js';
import { requestSettings } from './request-settings.js';
import { tokenSettings } from './token-settings.js';

/** All settings of jwt-email-auth 0.11, by name. The table of docs/from-jwt-email-auth.md has their rows in this order. */
export const settings: ReadonlyMap<string, Setting> = new Map(
  [
    ...[keySettings, mailSettings, codeSettings, limitSettings],
    ...[claimSettings, tokenSettings, cookieSettings, requestSettings],
  ].flatMap((each) => Object.entries(each)),
);

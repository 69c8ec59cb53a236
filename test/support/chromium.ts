import { type Browser, chromium } from 'playwright-core';
import { findProgram, installPackages } from './debian.js';

const find = () => findProgram('chromium', 'chromium-browser', 'google-chrome');

/** With letters for every language that we write: what is measured is as wide as people see it. */
const packages = ['chromium', 'fonts-noto-core', 'fonts-noto-cjk'];

/** Null where there is a Chromium, installed first where that is possible; else a sentence that says what to do. */
export const whyNoChromium = async (): Promise<string | null> => {
  if (!find()) await installPackages(['chromium'], packages);
  return find() ? null : 'Mails are not looked at: install Chromium, or run these tests as root on Debian.';
};

/** Starts a Chromium without a window. The caller closes it. */
export const startChromium = (): Promise<Browser> => {
  const executablePath = find();
  if (!executablePath) throw new Error('There is no Chromium.');
  return chromium.launch({ executablePath });
};

import Bowser from 'bowser';

/** Longer ones are cut: a header is a stranger's text. */
const maxUserAgent = 512;
const plain = /^[\w .+/-]{1,40}$/;

const known = (name: string | undefined): string | null =>
  name !== undefined && plain.test(name) ? name : null;

/**
 * What a `User-Agent` (RFC 9110, section 10.1.5) says in two words, such as `Firefox on Windows`.
 *
 * @returns the device, or null where it says nothing that could be shown
 */
export const deviceOf = (userAgent: string | null | undefined): string | null => {
  if (typeof userAgent !== 'string' || userAgent.trim() === '') return null;
  const { browser, os } = Bowser.parse(userAgent.slice(0, maxUserAgent));
  const names = [known(browser.name), known(os.name)].filter((name) => name !== null);
  return names.length > 0 ? names.join(' on ') : null;
};

import Bowser from 'bowser';
import { LRUCache } from 'lru-cache';
import { ownText } from '../core/own-text.js';

/** Longer ones are cut: a header is a stranger's text. */
const maxUserAgent = 512;
const plain = /^[\w .+/-]{1,40}$/;

/** The names of a browser and of the system that it runs on; null where the `User-Agent` does not say. */
export interface Device {
  readonly browser: string | null;
  readonly system: string | null;
}

/** Reads what a `User-Agent` (RFC 9110, section 10.1.5) says: a stranger's words, which cannot be shown as they are. */
export type ReadUserAgent = (userAgent: string | null | undefined) => Device;

const nothing: Device = { browser: null, system: null };

const parse = (userAgent: string): Device => {
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: browser.name ?? null, system: os.name ?? null };
};

/** Makes a reader with a memory of a megabyte at most: each login asks twice, and most people have one of few browsers. */
export const createReadUserAgent = (): ReadUserAgent => {
  const remembered = new LRUCache<string, Device>({ max: 500 });
  return (userAgent) => {
    if (typeof userAgent !== 'string' || userAgent.trim() === '') return nothing;
    const key = userAgent.slice(0, maxUserAgent);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const said = parse(key);
    remembered.set(ownText(key), said);
    return said;
  };
};

const shown = ({ browser, system }: Device, canBeShown: (name: string) => boolean): Device => ({
  browser: browser !== null && canBeShown(browser) ? browser : null,
  system: system !== null && canBeShown(system) ? system : null,
});

const known: ReadonlySet<string> = new Set([
  ...Object.values(Bowser.BROWSER_MAP),
  ...Object.values(Bowser.OS_MAP),
]);

/**
 * M2: A browser and its system where they are known ones. What a stranger calls its browser is read by whoever gets the mail,
 * and may be "Your account is locked, go to evil.example".
 */
export const knownDevice = (said: Device): Device => shown(said, (name) => known.has(name));

/**
 * What somebody who has logged in says of her device, such as `Firefox on Windows` or the name of an app.
 *
 * @returns the device, or null where it says nothing that could be shown
 */
export const deviceOf = (said: Device): string | null => {
  const { browser, system } = shown(said, (name) => plain.test(name));
  return [browser, system].filter((name) => name !== null).join(' on ') || null;
};

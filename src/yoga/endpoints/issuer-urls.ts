/** Where the metadata of an issuer stands, and what it leads to. */
export interface IssuerUrls {
  readonly issuer: string;
  /** The address of one of our paths, for others. */
  readonly at: (path: string) => string;
  /** The path of a well-known document about something, by its path: it stands before that. */
  readonly wellKnown: (name: string, path?: string) => string;
}

const withoutSlash = (path: string): string => path.replace(/\/$/, '');

/**
 * @returns undefined where the issuer is not what RFC 8414, section 2, wants of one: an https URL without query and
 * fragment
 */
export const readIssuer = (issuer: string | undefined): IssuerUrls | undefined => {
  if (issuer === undefined || !URL.canParse(issuer)) return undefined;
  const url = new URL(issuer);
  if (url.protocol !== 'https:' || url.username !== '' || /[?#]/.test(issuer)) return undefined;
  return {
    issuer,
    at: (path) => `${url.origin}${path}`,
    wellKnown: (name, path = url.pathname) => `/.well-known/${name}${withoutSlash(path)}`,
  };
};

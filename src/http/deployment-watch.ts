import { warnOnce } from '../core/warn-once.js';
import { type HostContext, headerOf } from './host-context.js';

/**
 * Looks at the requests that come in, and says once when the deployment looks wrong.
 *
 * @param configured - whether the host says where the address is; else it is the socket's
 */
export type DeploymentWatch = (context: HostContext, ip: string | null, configured: boolean) => void;

const headersOfProxies = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip'];
/** Requests from one address that are too many for a coincidence. */
const suspicious = 1000;

const remedy =
  "Say which proxies are in front: useEmailAuth(auth, { proxy: { trust: ['10.0.0.0/8'] } }) or { hops: 1 }; " +
  'or where your host has the address: useEmailAuth(auth, { ip: (ctx) => … }).';

const headerOfProxy = (context: HostContext): string | undefined =>
  headersOfProxies.find((name) => headerOf(context, name));

/** Answers true at the request that makes it certain that all come from one address. */
const createOneAddress = () => {
  let first: string | undefined;
  let seen = 0;
  return (ip: string): boolean => {
    if (first === undefined) first = ip;
    seen = ip === first ? seen + 1 : Number.NEGATIVE_INFINITY;
    return seen === suspicious;
  };
};

/** @param counting - whether to look for requests that all come from one address; nothing unusual in development */
export const createDeploymentWatch = (
  warn: (message: string) => void,
  counting: boolean,
): DeploymentWatch => {
  const allFromOne = createOneAddress();
  return warnOnce(warn, (context: HostContext, ip: string | null, configured: boolean) => {
    // Callers without an address have a warning of their own.
    if (ip === null) return undefined;
    const header = configured ? undefined : headerOfProxy(context);
    if (header !== undefined) {
      return `A request came with the header ${header}, but no proxy is trusted: all callers behind one share its limits. ${remedy}`;
    }
    return counting && allFromOne(ip)
      ? `The first ${suspicious} requests all came from one address, which has one set of limits. ${remedy}`
      : undefined;
  });
};

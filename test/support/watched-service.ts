import type { EmailAuth } from '../../src/index.js';
import type { SecretCollector } from './secret-collector.js';

type Method = (...args: readonly unknown[]) => unknown;

const learnFrom = ({ learn }: SecretCollector, name: string, [first]: readonly unknown[]): void => {
  if (['requestLoginCode', 'logoutEverywhere', 'sessions', 'endSession', 'forget', 'export'].includes(name))
    learn('address', first);
  if (name === 'login' && typeof first === 'object' && first !== null) {
    learn('address', Reflect.get(first, 'identity'));
    const token: unknown = Reflect.get(first, 'refreshToken');
    if (typeof token === 'string') learn('token', token);
    const code: unknown = Reflect.get(first, 'code');
    if (typeof code === 'string' && code.length < 100) learn('code', code.replace(/[^0-9A-Za-z]/g, ''));
  }
  if (['refresh', 'logout', 'updateClaims', 'authenticate'].includes(name)) learn('token', first);
};

/** The same method. What callers bring is a secret of theirs, and what it rejects with is looked at. */
const watched =
  (collector: SecretCollector, name: string, method: Method): Method =>
  (...args) => {
    const audit = (error: unknown) => collector.audit(`error of ${name}`, error);
    try {
      learnFrom(collector, name, args);
    } catch {
      // A getter of the test's that throws: it is about to throw again.
    }
    try {
      const answer = method(...args);
      if (answer instanceof Promise) answer.then(undefined, audit);
      return answer;
    } catch (error) {
      audit(error);
      throw error;
    }
  };

/** A service whose refusals are looked at, and which is otherwise the same. */
export const watchService = <Service extends EmailAuth<object, never>>(
  service: Service,
  collector: SecretCollector,
): Service =>
  // Boundary: it has the same names, and behind each of them the same.
  Object.freeze(
    Object.fromEntries(
      Object.entries(service).map(([name, part]) => [
        name,
        typeof part === 'function' ? watched(collector, name, part as Method) : part,
      ]),
    ),
  ) as Service;

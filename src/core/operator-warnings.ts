import type { AuthEvent, EventListener } from './events.js';
import type { Logger } from './logger.js';

/** A sentence for the operator. */
interface Telling {
  /** Of one kind there is one sentence a minute. */
  readonly kind: string;
  readonly level: keyof Logger;
  readonly text: string;
}

type Failed = Extract<AuthEvent, { type: 'code.delivery_failed' }>;

/** What the host's own code throws may hold an address, so nobody but that code may tell it. */
const seeMessage = (option: string): string =>
  `To see the message of the error, catch it in ${option}: it may hold an address.`;

/** The host's own code stands between its users and their codes: a guard that fails, or answers nonsense. */
const ofGuard = ({ mistake, error }: { readonly mistake?: string; readonly error: string }): Telling => ({
  kind: mistake === undefined ? 'guard failed' : 'guard mistaken',
  level: 'error',
  text:
    mistake === undefined
      ? `The option guard failed: ${error}. Such requests are refused. ${seeMessage('guard')}`
      : `${mistake}. Such requests are refused.`,
});

const ofClaims = ({ mistake, error }: { readonly mistake?: string; readonly error: string }): Telling =>
  mistake === undefined
    ? {
        kind: 'claims failed',
        level: 'error',
        text: `The option claims failed: ${error}. Those it was asked about get no code and no tokens. ${seeMessage('claims')}`,
      }
    : {
        kind: 'claims mistaken',
        level: 'error',
        text: `${mistake}. Those it was asked about get no code and no tokens.`,
      };

const ofKeys = ({ mistake, code, error }: Extract<AuthEvent, { type: 'store.unavailable' }>): Telling => {
  const what = mistake ?? `The option signingKey failed: ${code ?? error}`;
  return { kind: 'keys', level: 'error', text: `${what}. Everything that needs a key is refused.` };
};

const ofMail = ({ scope, error }: Failed, inDevelopment: boolean): Telling | null => {
  if (scope === 'everybody') {
    const text = `Login codes cannot be sent: ${error}. This seems to concern everybody.`;
    return { kind: 'mail, everybody', level: 'error', text };
  }
  if (scope === 'unknown') {
    return { kind: 'mail', level: 'error', text: `A login code could not be sent: ${error}.` };
  }
  // Every stranger can have mail refused, by asking for codes for an address that is not there.
  if (!inDevelopment) return null;
  return { kind: 'mail, one', level: 'warn', text: `A login code was refused for its recipient: ${error}.` };
};

const ofFailure = (event: Failed, inDevelopment: boolean): Telling | null => {
  if (event.step === 'claims') return ofClaims(event);
  if (event.step === 'delivery') return ofMail(event, inDevelopment);
  const text =
    event.mistake === undefined
      ? `A login code could not be written: ${event.error}. ${seeMessage('mail.template')}`
      : `A login code could not be written: ${event.mistake}.`;
  return { kind: 'template', level: 'error', text };
};

const ofNotice = (
  { scope, error, mistake }: Extract<AuthEvent, { type: 'notice.delivery_failed' }>,
  inDevelopment: boolean,
): Telling | null => {
  if (scope === 'recipient' && !inDevelopment) return null;
  const text = `A notice of a login could not be sent: ${mistake ?? error}.`;
  return { kind: 'notice', level: 'error', text };
};

const tellingOf = (event: AuthEvent, inDevelopment: boolean): Telling | null => {
  switch (event.type) {
    case 'code.delivery_failed':
      return ofFailure(event, inDevelopment);
    case 'notice.delivery_failed':
      return ofNotice(event, inDevelopment);
    case 'store.unavailable': {
      if (event.step === 'guard') return ofGuard(event);
      if (event.step === 'keys') return ofKeys(event);
      if (event.step === 'claims' || event.mistake !== undefined) return ofClaims(event);
      if (event.step === 'sign') {
        return { kind: 'sign', level: 'error', text: `Tokens could not be signed: ${event.error}.` };
      }
      const text = `The cache failed: ${event.code ?? event.error}, at the step ${event.step}. Such requests are refused.`;
      return { kind: 'cache', level: 'error', text };
    }
    case 'code.withheld': {
      if (!inDevelopment) return null;
      const text =
        'No code was sent, for the option claims did not let the address in. The caller is not told.';
      return { kind: 'withheld', level: 'warn', text };
    }
    default:
      return null;
  }
};

const minute = 60_000;

const hint = ' The option onEvent tells you of each.';

/**
 * Tells the operator in sentences what somebody must know or act on: of each kind once a minute at most, by the
 * service's clock. No sentence holds an address.
 *
 * @param inDevelopment also tells what strangers can cause as often as they like
 */
export const createOperatorWarnings = (logger: Logger, inDevelopment = false): EventListener => {
  const told = new Map<string, number>();
  return (event) => {
    const telling = tellingOf(event, inDevelopment);
    if (telling === null) return;
    const since = event.at - (told.get(telling.kind) ?? Number.NEGATIVE_INFINITY);
    // A clock that was set back must not keep it silent.
    if (since >= 0 && since < minute) return;
    told.set(telling.kind, event.at);
    logger[telling.level](telling.text + hint);
  };
};

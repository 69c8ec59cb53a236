import { inProduction } from '../../core/in-production.js';
import { readProperty } from '../../core/read-error.js';
import type { Delivery } from '../../delivery/delivery.js';
import { attempt } from '../../token/keys/found-key.js';
import { explain } from './explain.js';
import { type Finding, findingsOf, type Look, type Variables } from './finding.js';
import { lookAtService } from './look-at-service.js';
import { showServer } from './show-server.js';
import { withVariables } from './with-variables.js';

const { ok, note, failed } = findingsOf('SMTP_URL');

const unset = 'It is not set. Outside of production, codes are printed to the terminal.';
const noSender = 'It was not tried. Say which address sends your codes: --from login@example.com';
const missing = 'It cannot be tried: install nodemailer, with npm install nodemailer.';

const open = async (
  variables: Variables,
  from: string,
  transport = variables.SMTP_URL,
): Promise<Delivery> => {
  const { nodemailerDelivery } = await import('../../delivery/nodemailer/index.js');
  return withVariables(variables, () => nodemailerDelivery({ transport, from }));
};

/** Who logs in with an address often sends from it, too. */
const senderIn = (url: string): string | undefined => {
  const user = attempt(() => decodeURIComponent(new URL(url).username));
  return user?.includes('@') ? user : undefined;
};

const ask = async (variables: Variables, delivery: Delivery): Promise<Finding> => {
  const server = showServer(variables.SMTP_URL?.trim() ?? '') ?? 'The mail server';
  const { code } = await lookAtService(variables, () => ({ delivery }));
  return code === undefined
    ? ok(`${server} takes mails from this sender.`)
    : failed(`${server}: ${explain(code)}`);
};

const isMissing = (error: unknown): boolean => readProperty(error, 'code') === 'ERR_MODULE_NOT_FOUND';

// X1: ours quote neither the URL nor the address.
const whatIsWrong = (error: unknown): Finding =>
  failed(error instanceof TypeError ? `${error.message}.` : 'It cannot be tried.');

/** Without a mail server, the sender can still be one that nobody could send from. Nothing is connected to. */
const lookAtSender = async (variables: Variables, from: string | undefined): Promise<Finding> => {
  try {
    if (from !== undefined) await open(variables, from, 'smtp://127.0.0.1');
  } catch (error) {
    if (!isMissing(error)) return whatIsWrong(error);
  }
  return note(unset);
};

/** Begins a mail from the sender to the sender, and goes no further than its envelope: nothing is sent. */
export const lookAtMail =
  (from: string | undefined): Look =>
  async (variables) => {
    const url = variables.SMTP_URL;
    if (url === undefined && !withVariables(variables, inProduction))
      return [await lookAtSender(variables, from)];
    const sender = from ?? senderIn(url ?? '');
    if (url !== undefined && sender === undefined) return [failed(noSender)];
    try {
      return [await ask(variables, await open(variables, sender ?? 'login@example.com'))];
    } catch (error) {
      return [isMissing(error) ? failed(missing) : whatIsWrong(error)];
    }
  };

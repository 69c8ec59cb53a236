import type { Transporter } from 'nodemailer';
import type { GetSocketOptions } from 'nodemailer/lib/mailer';
import SMTPConnection, {
  type SMTPConnectionCustomAuthContext,
  type SMTPConnectionCustomAuthResponse,
  type SMTPConnectionOptions,
} from 'nodemailer/lib/smtp-connection';
import SMTPTransport, { type SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';

/** The options of a transporter for an SMTP server, pooled or not; null where mail goes another way. */
export const smtpOptionsOf = ({ transporter }: Transporter): SMTPTransportOptions | null => {
  // nodemailer's own names: 'SMTP' and 'SMTP (pool)'. By name, for it may be of another copy of nodemailer.
  if (!transporter?.name?.startsWith('SMTP') || !('options' in transporter)) return null;
  // Boundary: a transport of that name keeps its options there.
  return transporter.options as SMTPTransportOptions;
};

/** Why a probe failed, in nodemailer's words. The server's text is not in it: that may quote an address. */
class ProbeFailed extends Error {
  override readonly name = 'ProbeFailed';
  constructor(
    readonly code: 'EENVELOPE' | 'ECONNECTION',
    readonly command: string,
    readonly responseCode?: number,
  ) {
    super(`The mail server ${responseCode ? `answered ${responseCode} to ${command}` : 'hung up'}.`);
  }
}

/**
 * RFC 3463, sections 3.2 and 3.3: this mailbox does not exist (X.1.1), or takes nothing (X.2.Z). Many senders are
 * `noreply@`; who says this of a recipient has taken the sender.
 */
const saysNoSuchMailbox = (status: string | undefined): boolean => /^[45]\.(1\.1|2\.\d+)$/.test(status ?? '');

const isRefused = ({ status }: SMTPConnectionCustomAuthResponse): boolean => status < 200 || status > 299;

/** Asks whether a mail from the sender would be taken; answers with why not. */
const askFor = async (
  sender: string,
  { sendCommand, extensions }: SMTPConnectionCustomAuthContext,
): Promise<ProbeFailed | null> => {
  const utf8 = /[^\0-\x7f]/.test(sender) && extensions.includes('SMTPUTF8') ? ' SMTPUTF8' : '';
  const from = await sendCommand(`MAIL FROM:<${sender}>${utf8}`);
  if (isRefused(from)) return new ProbeFailed('EENVELOPE', 'MAIL FROM', from.status);
  const to = await sendCommand(`RCPT TO:<${sender}>`);
  if (!isRefused(to) || saysNoSuchMailbox(to.code)) return null;
  return new ProbeFailed('EENVELOPE', 'RCPT TO', to.status);
};

const probeMethod = 'X-PROBE';

/** A step of nodemailer that calls back with an error or with nothing. */
const done = (step: (callback: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => step((error) => (error ? reject(error) : resolve())));

/** Where there is a proxy, the transporter opens the socket. */
const openSocket = (transporter: Transporter, options: SMTPTransportOptions): Promise<object> =>
  new Promise((resolve, reject) => {
    const open = transporter.getSocket || transporter.transporter.getSocket;
    if (!open) return resolve({});
    // Boundary: nodemailer hands over the same options, and their types differ in how a port may be written.
    open.call(transporter.transporter, options as GetSocketOptions, (error, socket) =>
      error ? reject(error) : resolve(socket || {}),
    );
  });

const converse = async (
  connection: SMTPConnection,
  transport: SMTPTransport,
  refusal: () => ProbeFailed | null,
): Promise<void> => {
  await done((callback) => connection.connect(callback));
  const auth = transport.getAuth({});
  if (auth && (connection.allowsAuth || transport.options.forceAuth)) {
    await done((callback) => connection.login(auth, callback));
  }
  await done((callback) => connection.login({ method: probeMethod }, callback));
  const refused = refusal();
  if (refused) throw refused;
  await done((callback) => connection.reset(callback));
  connection.quit();
};

/**
 * Begins a mail from the sender to the sender, and goes no further than its envelope: connection, TLS, authentication,
 * `MAIL FROM`, `RCPT TO`, `RSET`. It has a connection of its own, for those of a pool may all hang.
 *
 * @param signal ends it
 */
export const probeSmtp = async (
  transporter: Transporter,
  options: SMTPTransportOptions,
  sender: string,
  signal: AbortSignal,
): Promise<void> => {
  // A plain transport for the same server knows how to log in, OAuth 2 included.
  const transport = new SMTPTransport(options);
  // Boundary: it asks its mailer for a provider of tokens only, and the kind of result does not matter for that.
  transport.mailer = transporter as NonNullable<SMTPTransport['mailer']>;
  let refused: ProbeFailed | null = null;
  const connectionOptions: SMTPConnectionOptions = {
    ...options,
    ...(await openSocket(transporter, options)),
    // nodemailer gives commands of one's own to authentication methods only; this one authenticates nobody.
    customAuth: {
      ...options.customAuth,
      [probeMethod]: async (context) => {
        refused = await askFor(sender, context);
      },
    },
    // Past this nobody waits for a goodbye.
    socketTimeout: 10_000,
    socketCloseTimeout: 0,
  };
  const connection = new SMTPConnection(connectionOptions);
  const broken = done((callback) => {
    connection.on('error', callback);
    connection.once('end', () => callback(new ProbeFailed('ECONNECTION', 'CONN')));
    signal.addEventListener('abort', () => callback(signal.reason), { once: true });
    if (signal.aborted) callback(signal.reason);
  });
  try {
    await Promise.race([converse(connection, transport, () => refused), broken]);
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    transport.close();
  }
};

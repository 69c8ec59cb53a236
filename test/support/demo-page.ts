import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../examples/basic.js';
import { type DemoMail, startMailbox } from '../../examples/web/mailbox.js';
import { createPageServer } from '../../examples/web/serve.js';
import { nodemailerDelivery } from '../../src/delivery/nodemailer/index.js';
import type { EmailAuthOptions } from '../../src/index.js';
import { noLimits, signingKey } from './service.js';

type Options = EmailAuthOptions<{ role: 'admin' | 'user' }>;

/** The code of a mail, as it stands there. */
export const codeIn = ({ text }: DemoMail): string => /^(\d{6}|\w{5}-\w{5})$/m.exec(text)?.[0] ?? '';

/** The sign-in page of the demo, with its mail server. The caller stops it. */
export const startDemoPage = async (options: Options = {}, addFields?: Parameters<typeof createApp>[1]) => {
  const mailbox = await startMailbox();
  const delivery = nodemailerDelivery({ transport: mailbox.url, from: 'Demo <login@example.com>' });
  const { auth, yoga } = createApp({ signingKey, delivery, limits: noLimits, ...options }, addFields);
  const server = createServer(await createPageServer(mailbox, yoga));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Boundary: it listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    mailbox,
    auth,
    async stop() {
      server.close();
      server.closeAllConnections();
      await auth.close();
      mailbox.close();
    },
  };
};

// Amazon SES, through nodemailer. The client reads its region and credentials from the environment.
import { SESv2Client, type SESv2ClientConfig, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { nodemailerDelivery } from 'pothos-plugin-email-auth/nodemailer';

/** With one attempt: the client would send a mail again that SES may have accepted. What is safe, the library tries again. */
export const createSesDelivery = (from: string, config: SESv2ClientConfig = {}) =>
  nodemailerDelivery({
    transport: { SES: { sesClient: new SESv2Client({ maxAttempts: 1, ...config }), SendEmailCommand } },
    from,
  });

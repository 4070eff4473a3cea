import { createTransport } from 'nodemailer';

export { type MailLanguage, nameRole, writeMail } from './mail-words.ts';

import type { Log } from '../log/index.ts';

export type MailMessage = { to: string; subject: string; text: string };
/** `logged`: no mail server is set up and the text stands in the log instead. */
export type Mail = { send(message: MailMessage): Promise<'sent' | 'logged'> };

export type MailOptions = { smtpUrl: string | undefined; from: string; log: Log };

/** SMTP when SMTP_URL is set; else the message, link included, goes to the log (spec A1). */
export function createMail({ smtpUrl, from, log }: MailOptions): Mail {
  if (smtpUrl === undefined) {
    return {
      async send(message) {
        log.warn({ mail: message }, `No mail server is set up. Mail to ${message.to}: ${message.text}`);
        return 'logged';
      },
    };
  }
  const transport = createTransport(smtpUrl);
  return {
    async send(message) {
      await transport.sendMail({ from, ...message });
      return 'sent';
    },
  };
}

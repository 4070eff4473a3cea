import type { Database } from '../../platform/database/index.ts';
import type { Mail, MailMessage } from '../../platform/mail/index.ts';
import { claimDigests, type DigestPerson, takeForMail } from './store.ts';

type Parts = { database: Pick<Database, 'inOrganization'>; mail: Mail; publicUrl: () => string };

/**
 * The daily mail of an organization's members who asked for it. Marked as sent before it goes out: a mail server that is
 * away costs a mail, never a stream of them.
 */
export async function sendDigests({ database, mail, publicUrl }: Parts, organizationId: string): Promise<void> {
  const messages = await database.inOrganization(organizationId, async (transaction) => {
    const due: MailMessage[] = [];
    for (const person of await claimDigests(transaction))
      due.push(toMail(person, await takeForMail(transaction, person.user_id), `${publicUrl()}/o/${organizationId}/`));
    return due;
  });
  // One address that is refused must not cost the others theirs: all are counted as told already.
  const sent = await Promise.allSettled(messages.map((message) => mail.send(message)));
  const refused = sent.find((one) => one.status === 'rejected');
  if (refused) throw refused.reason;
}

function toMail(person: DigestPerson, told: readonly { title: string; sentence: string }[], link: string): MailMessage {
  const lines = told.map(({ title, sentence }) => `- ${title}: ${sentence}`);
  const text = [
    `New in ${person.organization_name}:`,
    '',
    ...lines,
    '',
    `Open Kinora: ${link}`,
    `This mail comes once a day while something is unread. Turn it off: ${link}me/notifications`,
  ].join('\n');
  return { to: person.email, subject: `${person.organization_name}: ${told.length} new in Kinora`, text };
}

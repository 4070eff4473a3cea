import type { Database } from '../../platform/database/index.ts';
import type { Mail, MailMessage } from '../../platform/mail/index.ts';
import { frameDigest, sayInMail, sayTitleInMail } from './digest-words.ts';
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
  const { language } = person;
  const frame = frameDigest(language, { organization: person.organization_name, count: told.length });
  const lines = told.map(
    ({ title, sentence }) => `- ${sayTitleInMail(language, title)}: ${sayInMail(language, sentence)}`,
  );
  const text = [frame.lead, '', ...lines, '', frame.open, link, '', frame.off, `${link}me/notifications`].join('\n');
  return { to: person.email, subject: frame.subject, text };
}

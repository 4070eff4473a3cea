import { readMessage, readTitle } from '@kinora/contract';
import ar from '@kinora/contract/said/ar.json' with { type: 'json' };
import he from '@kinora/contract/said/he.json' with { type: 'json' };
import type { MailLanguage } from '../../platform/mail/index.ts';

/** The web app's own words. English is the sentence itself. */
const SAID: Record<Exclude<MailLanguage, 'en'>, Readonly<Record<string, string>>> = { he, ar };

/** A sentence of the studio in the language of its reader; other people's words as they are. */
export function sayInMail(language: MailLanguage, sentence: string): string {
  return fill(language, sentence, readMessage(sentence));
}

export function sayTitleInMail(language: MailLanguage, title: string): string {
  return fill(language, title, readTitle(title));
}

function fill(language: MailLanguage, asWritten: string, message: ReturnType<typeof readMessage>): string {
  const text = language === 'en' || !message ? undefined : SAID[language][message.code];
  if (text === undefined || !message) return asWritten;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(message.values[name]));
}

type Frame = {
  lead: string;
  open: string;
  off: string;
  subject: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
};

const FRAMES: Record<MailLanguage, Frame> = {
  en: {
    lead: 'New in {organization}:',
    open: 'Open Kinora:',
    off: 'This mail comes once a day while something is unread. Turn it off:',
    subject: { other: '{organization}: {count} new in Kinora' },
  },
  he: {
    lead: 'חדש בארגון {organization}:',
    open: 'לפתיחת Kinora:',
    off: 'ההודעה הזאת נשלחת פעם ביום כשיש משהו שלא נקרא. לביטול:',
    subject: {
      one: '{organization}: התראה חדשה ב-Kinora',
      two: '{organization}: שתי התראות חדשות ב-Kinora',
      other: '{organization}: {count} התראות חדשות ב-Kinora',
    },
  },
  ar: {
    lead: 'الجديد في {organization}:',
    open: 'افتح Kinora:',
    off: 'تصل هذه الرسالة مرة في اليوم ما دام هناك ما لم يُقرأ. لإيقافها:',
    subject: {
      one: '{organization}: إشعار جديد في Kinora',
      two: '{organization}: إشعاران جديدان في Kinora',
      few: '{organization}: {count} إشعارات جديدة في Kinora',
      many: '{organization}: {count} إشعارًا جديدًا في Kinora',
      other: '{organization}: {count} إشعار جديد في Kinora',
    },
  },
};

type DigestValues = { organization: string; count: number };

/** The lines around what is told. A link stands on a line of its own: inside a Hebrew or Arabic one it would break it up. */
export function frameDigest(language: MailLanguage, { organization, count }: DigestValues) {
  const { lead, open, off, subject } = FRAMES[language];
  const put = (text: string) => text.replace('{count}', String(count)).replace('{organization}', () => organization);
  return {
    lead: put(lead),
    open,
    off,
    subject: put(subject[new Intl.PluralRules(language).select(count)] ?? subject.other),
  };
}

import { type MessageCode, readMessage, readTitle } from '@kinora/contract';
import type { MailLanguage } from '../../platform/mail/index.ts';

type Said = Partial<Record<MessageCode, string>>;

/**
 * What notifications and titles of work say, as the web app says it (web/src/app/words/said, which the server cannot
 * reach): a mail has no app to say it. English is the sentence itself.
 */
const SAID: Record<Exclude<MailLanguage, 'en'>, Said> = {
  he: {
    'notice.done': 'הושלם כשלא הייתם כאן.',
    'notice.failed': 'נכשל. בדקו למה, ואז נסו שוב.',
    'notice.asks': 'ממתין לתשובה שלכם.',
    'notice.budget': 'ממתין לקרדיטים.',
    'notice.budget_warned': 'נוצלו {percent}% מהתקציב.',
    'notice.budget_reached': 'התקציב נוצל במלואו.',
    'notice.payment_failed': 'תשלום עבור התוכנית שלכם נכשל. פתחו את החיוב ומסרו כרטיס אחר.',
    'notice.payment_taken_back': 'תשלום הוחזר או הוכחש. הקרדיטים שלו נלקחו חזרה.',
    'notice.webhook_failures': 'כובה אחרי חמישה ימים בלי תשובה טובה. תקנו את היעד, ואז הפעילו את ה־webhook.',
    'notice.webhook_gone': 'כובה: היעד ענה שאינו קיים עוד.',
    'job.film': '⁨{name}⁩, {seconds} שנ׳',
    'job.refresh': 'רענון',
    'job.finish': 'גרסה סופית',
    'job.plan': 'תוכנית ממודל שפה',
    'job.prompt': 'פרומפט לשוט',
    'job.picture': 'תמונה לשוט',
    'job.motion': 'תנועה לשוט',
  },
  ar: {
    'notice.done': 'اكتمل وأنت غائب.',
    'notice.failed': 'فشل. انظر لماذا، ثم حاول مجددًا.',
    'notice.asks': 'ينتظر إجابتك.',
    'notice.budget': 'ينتظر نقاطًا.',
    'notice.budget_warned': 'استُعمل {percent}% من الميزانية.',
    'notice.budget_reached': 'استُنفدت الميزانية.',
    'notice.payment_failed': 'فشلت دفعة لخطتك. افتح الفوترة وأعط بطاقة أخرى.',
    'notice.payment_taken_back': 'أُعيدت دفعة أو اعتُرض عليها. واستُردّت نقاطها.',
    'notice.webhook_failures': 'أُوقف بعد خمسة أيام بلا إجابة سليمة. أصلح المستقبِل، ثم شغّل الـ webhook.',
    'notice.webhook_gone': 'أُوقف: أجاب المستقبِل بأنه لم يعد موجودًا.',
    'job.film': '⁨{name}⁩، {seconds} ث',
    'job.refresh': 'تحديث',
    'job.finish': 'النسخة النهائية',
    'job.plan': 'خطة من نموذج لغوي',
    'job.prompt': 'توجيه للقطة',
    'job.picture': 'صورة للقطة',
    'job.motion': 'حركة للقطة',
  },
};

/** A sentence of the studio in the language of its reader; other people's words as they are. */
export function sayInMail(language: MailLanguage, sentence: string): string {
  return fill(language, sentence, readMessage(sentence));
}

export function sayTitleInMail(language: MailLanguage, title: string): string {
  return fill(language, title, readTitle(title));
}

function fill(language: MailLanguage, asWritten: string, message: ReturnType<typeof readMessage>): string {
  const text = language === 'en' || !message ? undefined : SAID[language][message.code as MessageCode];
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

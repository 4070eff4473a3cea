/** What the studio's own mails say. A link stands on a line of its own: inside a Hebrew or Arabic line it would break it up. */
export type MailLanguage = 'en' | 'he' | 'ar';

type MailWords = { subject: string; text: string };

const RESET: Record<MailLanguage, MailWords> = {
  en: {
    subject: 'Your new password for Kinora',
    text: 'Set a new password within an hour:\n{link}\nIf you did not ask for it, nothing needs to be done.',
  },
  he: {
    subject: 'הסיסמה החדשה שלך ל-Kinora',
    text: 'אפשר לקבוע סיסמה חדשה בתוך שעה:\n{link}\nאם לא ביקשת זאת, אין צורך לעשות דבר.',
  },
  ar: {
    subject: 'كلمة مرورك الجديدة في Kinora',
    text: 'عيّن كلمة مرور جديدة خلال ساعة:\n{link}\nإن لم تطلب ذلك فلا داعي لفعل شيء.',
  },
};

const VERIFY: Record<MailLanguage, MailWords> = {
  en: {
    subject: 'Verify your mail address for Kinora',
    text: 'Open this link within {hours} hours:\n{link}\nIf you did not sign up, nothing needs to be done.',
  },
  he: {
    subject: 'אימות כתובת הדואר שלך ל-Kinora',
    text: 'יש לפתוח את הקישור הזה בתוך {hours} שעות:\n{link}\nאם לא נרשמת, אין צורך לעשות דבר.',
  },
  ar: {
    subject: 'تأكيد عنوان بريدك في Kinora',
    text: 'افتح هذا الرابط خلال {hours} ساعة:\n{link}\nإن لم تسجّل بنفسك فلا داعي لفعل شيء.',
  },
};

const INVITATION: Record<MailLanguage, MailWords> = {
  en: {
    subject: '{inviter} invites you to Kinora',
    text: 'Join as {role}:\n{link}\nThe link is good for {days} days.',
  },
  he: {
    subject: 'הזמנה ל-Kinora מאת {inviter}',
    text: 'להצטרפות בתפקיד {role}:\n{link}\nהקישור תקף ל-{days} ימים.',
  },
  ar: {
    subject: 'دعوة إلى Kinora من {inviter}',
    text: 'للانضمام بدور {role}:\n{link}\nيبقى الرابط صالحًا {days} أيام.',
  },
};

const MAILS = { reset: RESET, verify: VERIFY, invitation: INVITATION };
export type MailKind = keyof typeof MAILS;

const ROLES: Record<MailLanguage, Record<string, string>> = {
  en: {},
  he: { owner: 'בעלים', admin: 'מנהל', editor: 'עורך', viewer: 'צופה' },
  ar: { owner: 'مالك', admin: 'مدير', editor: 'محرر', viewer: 'مشاهد' },
};

/** Subject and text in the language of the person who reads it; `values` fill the places in braces. */
export function writeMail(
  kind: MailKind,
  language: MailLanguage,
  values: Readonly<Record<string, string | number>>,
): MailWords {
  const { subject, text } = MAILS[kind][language];
  return { subject: fill(subject, values), text: fill(text, values) };
}

export function nameRole(role: string, language: MailLanguage): string {
  return ROLES[language][role] ?? role;
}

function fill(words: string, values: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

import { expect, it } from 'vitest';
import { type MailKind, type MailLanguage, writeMail } from './mail-words.ts';

const LINK = 'https://studio.test/x/token';
const VALUES = {
  link: LINK,
  hours: 48,
  days: 7,
  inviter: 'Dana {link}',
  role: 'editor',
};
const SCRIPTS: Record<MailLanguage, RegExp> = { en: /[a-z]/, he: /\p{Script=Hebrew}/u, ar: /\p{Script=Arabic}/u };

it('fills every place once, keeps a link alone on its line, and speaks the reader’s script', () => {
  for (const kind of ['reset', 'verify', 'invitation'] satisfies MailKind[]) {
    for (const language of ['en', 'he', 'ar'] satisfies MailLanguage[]) {
      const { subject, text } = writeMail(kind, language, VALUES);
      expect(text.split('\n'), `${kind} ${language}`).toContain(LINK);
      // Words of a person are not read as places.
      expect(`${subject}${text}`.replace('Dana {link}', ''), `${kind} ${language}`).not.toMatch(/[{}]/);
      expect(text.replaceAll(LINK, ''), `${kind} ${language}`).toMatch(SCRIPTS[language]);
    }
  }
});

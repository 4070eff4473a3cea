import { Link } from 'wouter';
import { call } from '../../api/index.ts';
import { useLanguage, useWords } from '../../app/words/index.ts';
import { EntryPage } from './entry-page.tsx';
import { NO_OWNER, OwnStudioForm } from './own-studio-form.tsx';
import { useEntryForm } from './use-entry.ts';

/** S03 without an invitation: a person and an organization of their own. */
export function RegisterScreen() {
  const t = useWords();
  const language = useLanguage();
  const form = useEntryForm(NO_OWNER, (fields) => call('register', { body: { ...fields, language } }));
  return (
    <EntryPage title={t('register.title')}>
      <OwnStudioForm form={form} submit={t('register.do')} />
      <p className="entry-foot">
        <Link href="/login">{t('register.signIn')}</Link>
      </p>
    </EntryPage>
  );
}

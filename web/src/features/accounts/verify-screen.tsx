import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { sentenceOf } from '../../ui/index.ts';
import { EntryPage } from './entry-page.tsx';

/** Where the link of the verification mail leads. The page asks, not the address: mail programs open links to look at them. */
export function VerifyScreen() {
  const t = useWords();
  const { token = '' } = useParams<{ token: string }>();
  const verified = useQuery({
    queryKey: ['verify', token],
    queryFn: () => call('verifyEmail', { body: { token } }),
    retry: false,
  });
  return (
    <EntryPage title={t('verify.title')}>
      {verified.error ? (
        <p className="help help-bad" role="alert">
          {sentenceOf(verified.error, t)}
        </p>
      ) : (
        <p role="status">{verified.data ? t('verify.done', { email: verified.data.email }) : t('verify.doing')}</p>
      )}
      <p className="entry-foot">
        <Link href="/">{t('verify.enter')}</Link>
      </p>
    </EntryPage>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { call, meQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, toastProblem } from '../../ui/index.ts';

/** For a person whose mail address the studio waits for; everybody else sees nothing. */
export function VerifyNotice() {
  const t = useWords();
  const { data: me } = useQuery(meQuery);
  const resend = useMutation({ mutationFn: () => call('resendVerification'), onError: toastProblem });
  if (!me?.mustVerifyEmail || !me.user) return null;
  return (
    <section className="verify-notice" aria-label={t('verify.title')}>
      <p className="grow">{resend.data ? resend.data.sentence : t('verify.banner', { email: me.user.email })}</p>
      {resend.data ? null : (
        <Button disabled={resend.isPending} onClick={() => resend.mutate()}>
          {t('verify.resend')}
        </Button>
      )}
    </section>
  );
}

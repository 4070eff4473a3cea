import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { ApiError, call, meQuery } from '../../api/index.ts';
import { useLanguage, useWords } from '../../app/words/index.ts';
import { Problem } from '../../ui/index.ts';
import { EntrySubmit, NameField } from './entry-fields.tsx';
import { EntryPage } from './entry-page.tsx';
import { NewPasswordField } from './password-field.tsx';
import { useEntryForm } from './use-entry.ts';

/** S03 with an invitation: who asks, which organization, which role. A known account joins with one press. */
export function InvitationScreen() {
  const t = useWords();
  const language = useLanguage();
  const { token = '' } = useParams<{ token: string }>();
  const me = useQuery(meQuery);
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => call('readInvitation', { params: { token } }),
    retry: false,
  });
  const offer = invitation.data;
  const isSignedIn = me.data?.user?.email === offer?.email;
  const form = useEntryForm({ name: '', password: '' }, ({ name, password }) =>
    call('acceptInvitation', { params: { token }, body: isSignedIn ? {} : { name, password, language } }),
  );
  if (invitation.error) {
    return (
      <EntryPage title={t('invitation.title')}>
        {isBroken(invitation.error) ? <p>{t('invitation.broken')}</p> : <Problem error={invitation.error} />}
        <p className="help">{t('invitation.askAgain')}</p>
      </EntryPage>
    );
  }
  if (!offer) return null;
  const lead = t('invitation.lead', { inviter: offer.invitedBy, role: t(`role.${offer.role}`) });
  const needsSignIn = offer.hasAccount && !isSignedIn;
  return (
    <EntryPage title={offer.organizationName} lead={lead}>
      {needsSignIn ? (
        <Link className="button button-main button-form" href={`/login?then=${encodeURIComponent(location.pathname)}`}>
          {t('invitation.signInFirst')}
        </Link>
      ) : (
        <form onSubmit={form.onSubmit}>
          {isSignedIn ? null : (
            <>
              <p className="help">
                <bdi>{offer.email}</bdi>
              </p>
              <NameField
                value={form.fields.name}
                error={form.fieldError('name')}
                onChange={(name) => form.set({ name })}
              />
              <NewPasswordField
                value={form.fields.password}
                error={form.fieldError('password')}
                onChange={(password) => form.set({ password })}
              />
            </>
          )}
          <EntrySubmit label={t('invitation.join')} isBusy={form.isBusy} error={form.error} />
        </form>
      )}
    </EntryPage>
  );
}

/** Cut short by a mail program or mistyped: the studio sees no invitation in it. */
function isBroken(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'request.invalid';
}

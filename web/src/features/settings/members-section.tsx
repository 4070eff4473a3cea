import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call, type Invitation, type Member, meQuery, type Role } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import {
  Avatar,
  Button,
  Field,
  IconButton,
  Problem,
  Select,
  StatusMark,
  sentenceOf,
  TextInput,
  toastProblem,
} from '../../ui/index.ts';
import { OnceShown } from './once-shown.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RemoveMember } from './remove-member.tsx';

const ROLES: readonly Role[] = ['owner', 'admin', 'editor', 'viewer'];

/** People of the organization, and those asked to join. */
export function MembersSection() {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const canManage = useMay('members.manage');
  const own = useQuery(meQuery).data?.user?.id;
  const members = useQuery({ queryKey: ['members'], queryFn: () => call('listMembers') });
  const refresh = () => client.invalidateQueries({ queryKey: ['members'] });
  const setRole = (userId: string, role: Role) =>
    call('updateMember', { params: { id: userId }, body: { role } })
      .then(refresh)
      .catch(toastProblem);
  const [leaving, setLeaving] = useState<Member>();
  const all = members.data?.items ?? [];
  return (
    <>
      {members.error ? <Problem error={members.error} onRetry={() => void members.refetch()} /> : null}
      <div className="table-wrap">
        <table className="table">
          <thead>
            <tr>
              <th>{t('members.name')}</th>
              <th>{t('members.role')}</th>
              <th>{t('members.secondStep')}</th>
              <th>{t('members.seen')}</th>
              <th>
                <span className="spoken">{t('members.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map((member) => (
              <tr key={member.userId}>
                <td>
                  <span className="row">
                    <Avatar userId={member.userId} name={member.name} version={member.avatarVersion} />
                    <span>
                      <bdi className="strong">{member.name}</bdi>
                      <bdi className="small text-3 settings-mail">{member.email}</bdi>
                    </span>
                  </span>
                </td>
                <td>
                  {canManage && member.userId !== own ? (
                    <Select
                      aria-label={t('members.roleOf', { name: member.name })}
                      value={member.role}
                      onChange={(event) => void setRole(member.userId, event.target.value as Role)}
                    >
                      {ROLES.map((role) => (
                        <option key={role} value={role}>
                          {t(`role.${role}`)}
                        </option>
                      ))}
                    </Select>
                  ) : (
                    t(`role.${member.role}`)
                  )}
                </td>
                <td className="text-3">
                  {member.hasSecondFactor ? (
                    <StatusMark mark="passed">{t('members.secondStepOn')}</StatusMark>
                  ) : (
                    t('members.secondStepOff')
                  )}
                </td>
                <td className="text-3">{member.lastSeenAt ? format.ago(member.lastSeenAt) : t('members.never')}</td>
                <td>
                  {canManage && member.userId !== own ? (
                    <IconButton
                      icon={Trash2}
                      label={t('members.remove', { name: member.name })}
                      onClick={() => setLeaving(member)}
                    />
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {canManage ? <Invitations /> : null}
      {leaving ? (
        <RemoveMember
          member={leaving}
          ownId={own}
          successors={all.filter(({ userId, role }) => userId !== leaving.userId && role !== 'viewer')}
          onClose={() => setLeaving(undefined)}
        />
      ) : null}
    </>
  );
}

function Invitations() {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const invitations = useQuery({ queryKey: ['invitations'], queryFn: () => call('listInvitations') });
  const refresh = () => client.invalidateQueries({ queryKey: ['invitations'] });
  const invite = useMutation({
    mutationFn: () => call('createInvitation', { body: { email, role } }),
    onSuccess: () => {
      setEmail('');
      void refresh();
    },
  });
  const [withdrawn, setWithdrawn] = useState<Invitation>();
  return (
    <section className="settings-part">
      <h3 className="title">{t('invitations.title')}</h3>
      <form
        className="settings-inline"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <Field label={t('entry.email')}>
          <TextInput
            isForm
            type="email"
            dir="ltr"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label={t('members.role')}>
          <Select isForm value={role} onChange={(event) => setRole(event.target.value as Role)}>
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {t(`role.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" look="main" size="form" disabled={invite.isPending}>
          {t('invitations.invite')}
        </Button>
      </form>
      {invite.error ? (
        <p className="help help-bad" role="alert">
          {sentenceOf(invite.error, t)}
        </p>
      ) : null}
      {invite.data ? <OnceShown label={t('invitations.link')} text={invite.data.link} /> : null}
      <ul className="settings-list">
        {invitations.data?.items
          .filter(({ acceptedAt }) => acceptedAt === null)
          .map((invitation) => (
            <li key={invitation.id}>
              <span className="grow cut">
                <bdi>{invitation.email}</bdi> <span className="text-3">{t(`role.${invitation.role}`)}</span>
              </span>
              <span className="small text-3">{t('invitations.until', { day: format.day(invitation.expiresAt) })}</span>
              <Button look="plain" onClick={() => setWithdrawn(invitation)}>
                {t('invitations.withdraw')}
              </Button>
            </li>
          ))}
      </ul>
      {withdrawn ? (
        <RemoveDialog
          label={t('invitations.withdrawNamed', { name: withdrawn.email })}
          lead={t('invitations.withdrawLead')}
          press={t('invitations.withdraw')}
          onRemove={() => call('deleteInvitation', { params: { id: withdrawn.id } }).then(refresh)}
          onClose={() => setWithdrawn(undefined)}
        />
      ) : null}
    </section>
  );
}

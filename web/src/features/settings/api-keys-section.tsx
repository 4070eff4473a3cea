import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BodyOf, call } from '../../api/index.ts';
import { said, useFormat, useWords } from '../../app/words/index.ts';
import { Button, Check, EmptyState, Field, Mono, Select, sentenceOf, showToast, TextInput } from '../../ui/index.ts';
import { OnceShown } from './once-shown.tsx';
import { RemoveDialog } from './remove-dialog.tsx';

type Scope = BodyOf<'createApiKey'>['scopes'][number];
const SCOPES: readonly Scope[] = [
  '*',
  'read',
  'films:write',
  'assets:write',
  'projects:write',
  'brands:write',
  'products:read',
  'products:write',
  'organization:admin',
];
const DAYS = [30, 90, 365, 0] as const;

/** Keys for programs: what each may do and until when. The secret is shown once. */
export function ApiKeysSection() {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: () => call('listApiKeys') });
  const refresh = () => client.invalidateQueries({ queryKey: ['api-keys'] });
  const [leaving, setLeaving] = useState<{ id: string; name: string }>();
  const revoke = async ({ id, name }: { id: string; name: string }) => {
    await call('deleteApiKey', { params: { id } });
    showToast({ text: t('keys.revoked', { name }) });
    void refresh();
  };
  return (
    <>
      {keys.data?.items.length === 0 ? <EmptyState sentence={t('keys.empty')} /> : null}
      <ul className="settings-list">
        {keys.data?.items.map((key) => (
          <li key={key.id}>
            <span className="grow">
              <bdi className="strong">{said(key.name)}</bdi> <Mono>{key.prefix}…</Mono>
              <span className="small text-3 settings-mail">{key.scopes.join('  ')}</span>
            </span>
            <span className="small text-3">
              {key.expiresAt ? t('invitations.until', { day: format.day(key.expiresAt) }) : t('keys.noEnd')}
            </span>
            <span className="small text-3">{key.lastUsedAt ? format.ago(key.lastUsedAt) : t('members.never')}</span>
            <Button
              look="plain"
              aria-label={t('apiKeys.revokeNamed', { name: said(key.name) })}
              onClick={() => setLeaving({ id: key.id, name: said(key.name) })}
            >
              {t('keys.revoke')}
            </Button>
          </li>
        ))}
      </ul>
      <NewKey onMade={() => void refresh()} />
      {leaving ? (
        <RemoveDialog
          label={t('apiKeys.revokeNamed', { name: leaving.name })}
          lead={t('apiKeys.revokeLead')}
          press={t('keys.revoke')}
          onRemove={() => revoke(leaving)}
          onClose={() => setLeaving(undefined)}
        />
      ) : null}
    </>
  );
}

function NewKey({ onMade }: { onMade: () => void }) {
  const t = useWords();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['read', 'films:write']);
  const [days, setDays] = useState<number>(90);
  const make = useMutation({
    mutationFn: () =>
      call('createApiKey', {
        body: {
          name,
          scopes,
          ...(days > 0 ? { expiresAt: new Date(Date.now() + days * 86_400_000).toISOString() } : {}),
        },
      }),
    onSuccess: () => {
      setName('');
      onMade();
    },
  });
  return (
    <section className="settings-part">
      <h3 className="title">{t('keys.new')}</h3>
      <form
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <div className="two">
          <Field label={t('brief.name')}>
            <TextInput
              isForm
              dir="auto"
              required
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field label={t('keys.ends')}>
            <Select isForm value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {DAYS.map((value) => (
                <option key={value} value={value}>
                  {value === 0 ? t('keys.noEnd') : t('keys.days', { count: value })}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <fieldset className="scopes">
          <legend className="label">{t('keys.scopes')}</legend>
          {SCOPES.map((scope) => (
            <Check
              key={scope}
              label={
                <>
                  <Mono>{scope}</Mono> <span className="text-3">{t(`scope.${scope}`)}</span>
                </>
              }
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
              }
            />
          ))}
        </fieldset>
        {make.error ? (
          <p className="help help-bad" role="alert">
            {sentenceOf(make.error, t)}
          </p>
        ) : null}
        <div className="row">
          <Button type="submit" look="main" disabled={scopes.length === 0 || make.isPending}>
            {t('keys.make')}
          </Button>
        </div>
        {make.data ? <OnceShown label={t('keys.secret')} text={make.data.secret} /> : null}
      </form>
    </section>
  );
}

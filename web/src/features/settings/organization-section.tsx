import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, meQuery } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, Switch, showToast, TextInput } from '../../ui/index.ts';
import { SaveRow } from './save-row.tsx';

export function OrganizationSection() {
  const t = useWords();
  const client = useQueryClient();
  const canUpdate = useMay('organization.update');
  const organization = useQuery(meQuery).data?.organization;
  const [changes, setChanges] = useState<{
    name?: string;
    timeZone?: string;
    editorsEditAll?: boolean;
    requiresSecondFactor?: boolean;
  }>({});
  const save = useMutation({
    mutationFn: () => call('updateOrganization', { body: changes }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      setChanges({});
      showToast({ text: t('settings.saved') });
    },
  });
  if (!organization) return null;
  const value = { ...organization, ...changes };
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label={t('brief.name')}>
        <TextInput
          isForm
          dir="auto"
          required
          maxLength={120}
          readOnly={!canUpdate}
          value={value.name}
          onChange={(event) => setChanges({ ...changes, name: event.target.value })}
        />
      </Field>
      <Field label={t('settings.timeZone')} help={t('settings.timeZoneHelp')}>
        <TextInput
          isForm
          dir="ltr"
          list="time-zones"
          readOnly={!canUpdate}
          value={value.timeZone}
          onChange={(event) => setChanges({ ...changes, timeZone: event.target.value })}
        />
      </Field>
      <datalist id="time-zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Switch
        label={t('settings.editorsEditAll')}
        help={t('settings.editorsEditAllHelp')}
        disabled={!canUpdate}
        checked={value.editorsEditAll}
        onChange={(event) => setChanges({ ...changes, editorsEditAll: event.target.checked })}
      />
      <Switch
        label={t('settings.requiresSecondFactor')}
        help={t('settings.requiresSecondFactorHelp')}
        disabled={!canUpdate}
        checked={value.requiresSecondFactor}
        onChange={(event) => setChanges({ ...changes, requiresSecondFactor: event.target.checked })}
      />
      {canUpdate ? (
        <SaveRow error={save.error}>
          <Button type="submit" look="main" disabled={Object.keys(changes).length === 0 || save.isPending}>
            {t('do.save')}
          </Button>
        </SaveRow>
      ) : null}
    </form>
  );
}

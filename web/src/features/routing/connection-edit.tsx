import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BodyOf, type Connection, call, connectionsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, readRefusal, TextInput } from '../../ui/index.ts';
import { SaveRow } from '../settings/save-row.tsx';
import { LimitFields, readLimits } from './limit-fields.tsx';

/** Name and limits. Whose account it is and where it goes stays: another one is another connection. */
export function ConnectionEdit({ connection, onDone }: { connection: Connection; onDone: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [name, setName] = useState(connection.name);
  const [limits, setLimits] = useState({
    concurrent: String(connection.limits.concurrent),
    aMinute: String(connection.limits.submissionsPerMinute),
  });
  const taken = readLimits(limits);
  const save = useMutation({
    mutationFn: (body: BodyOf<'updateConnection'>) => call('updateConnection', { params: { id: connection.id }, body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
      onDone();
    },
  });
  const refused = readRefusal(save.error, ['name']);
  return (
    <form
      className="settings-ask"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name, ...taken });
      }}
    >
      <Field label={t('brief.name')} error={refused.at['name']}>
        <TextInput
          isForm
          autoFocus
          required
          dir="auto"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <LimitFields value={limits} onChange={setLimits} />
      <SaveRow error={refused.rest}>
        <Button type="submit" look="main" disabled={save.isPending || taken === undefined || name.trim() === ''}>
          {t('do.save')}
        </Button>
        <Button look="plain" onClick={onDone}>
          {t('do.cancel')}
        </Button>
      </SaveRow>
    </form>
  );
}
